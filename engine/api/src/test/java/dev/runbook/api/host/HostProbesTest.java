package dev.runbook.api.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runbook.api.Answer;
import dev.runbook.api.CommandOutput;
import dev.runbook.api.HostQuery;
import dev.runbook.api.Payload;
import dev.runbook.api.Probe;
import dev.runbook.api.Secret;
import dev.runbook.api.TaskFailedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Probes against what real hosts printed. */
class HostProbesTest {
    @Test
    void factsOfDebian() throws IOException {
        Map<String, Object> facts = answers(List.of(SystemFacts.ALL), 0, resource("facts-debian.txt"), "").get(0);

        assertEquals("web1", facts.get("hostname"));
        assertEquals("amd64", facts.get("package_architecture"));
        assertEquals("systemd", facts.get("service_manager"));
        assertEquals("apt", facts.get("package_manager"));
        assertEquals("Debian", at(facts, "distribution", "name"));
        assertEquals("12", at(facts, "distribution", "major_version"));
        assertEquals("bookworm", at(facts, "distribution", "codename"));
        assertEquals("Debian", at(facts, "distribution", "family"));
        assertEquals(24103L, at(facts, "memory", "total_mb"));
        assertEquals(2L, at(facts, "cpu", "count"));
        assertEquals("172.17.0.2", at(facts, "network", "default_ipv4", "address"));
        assertEquals("eth0", at(facts, "network", "default_ipv4", "interface"));
        assertEquals("02:42:ac:11:00:02", at(facts, "network", "interfaces", "eth0", "mac"));
        assertEquals(List.of("192.0.2.53"), at(facts, "network", "dns", "nameservers"));
        assertEquals("docker", at(facts, "virtualization", "type"));
        assertEquals("/root", at(facts, "user", "home"));
        assertEquals("/bin/bash", at(facts, "user", "shell"));
    }

    @Test
    void factsOfBusybox() throws IOException {
        Map<String, Object> facts = answers(List.of(SystemFacts.ALL), 0, resource("facts-busybox.txt"), "").get(0);

        assertEquals("small", facts.get("hostname"));
        assertFalse(facts.containsKey("package_manager"), "what a host does not have is not defined");
        assertEquals("172.17.0.3", at(facts, "network", "default_ipv4", "address"));
        assertEquals(1500L, at(facts, "network", "interfaces", "eth0", "mtu"));
        assertEquals(0L, at(facts, "user", "uid"));
    }

    @Test
    void factsOfNothing() {
        Map<String, Object> facts = answers(List.of(SystemFacts.ALL), 0, "", "").get(0);

        assertEquals("linux", at(facts, "distribution", "id"));
        assertEquals(List.of(), facts.get("mounts"));
    }

    @Test
    void factsInParts() throws IOException {
        SystemFacts minimum = new SystemFacts(EnumSet.noneOf(SystemFacts.Subset.class));
        SystemFacts network = new SystemFacts(EnumSet.of(SystemFacts.Subset.NETWORK));
        List<Map<String, Object>> both = answers(List.of(minimum, network), 0, resource("facts-debian.txt"), "");

        assertFalse(both.get(0).containsKey("network"));
        assertTrue(both.get(1).containsKey("network"));
        assertFalse(both.get(1).containsKey("memory"));
    }

    @Test
    void units() throws IOException {
        List<UnitStatus> queries = List.of(
                new UnitStatus("ssh.service"),
                new UnitStatus("nope.service"),
                new UnitStatus("getty@.service"),
                new UnitStatus("dbus.socket"),
                new UnitStatus("ssh.service"));
        List<UnitInfo> units = answers(queries, 0, resource("units.txt"), "");

        assertEquals("notify", units.get(0).type());
        assertTrue(units.get(0).active() && units.get(0).enabled() && units.get(0).canReload());
        assertFalse(units.get(1).exists());
        assertTrue(units.get(2).exists() && units.get(2).enabled());
        assertEquals("static", units.get(3).unitFileState());
        assertFalse(units.get(3).enabled());
        assertEquals(units.get(0), units.get(4));
    }

    @Test
    void noSystemd() {
        TaskFailedException refused = assertThrows(
                TaskFailedException.class,
                () -> answers(List.of(new UnitStatus("a.service")), 3, "", "no systemctl\n"));

        assertEquals("this host is not run by systemd (no systemctl)", refused.getMessage());
    }

    @Test
    void packages() throws IOException {
        List<PackageStatus> queries = List.of(
                new PackageStatus("libc6"),
                new PackageStatus("cron"),
                new PackageStatus("nope"),
                new PackageStatus("sudo:amd64"),
                new PackageStatus("sudo:i386"));
        List<PackageInfo> packages = answers(queries, 0, resource("packages.txt"), "");

        assertEquals(PackageInfo.installed("2.36-9+deb12u14"), packages.get(0));
        assertEquals(PackageInfo.ABSENT, packages.get(1));
        assertEquals(PackageInfo.ABSENT, packages.get(2));
        assertEquals(PackageInfo.installed("1.9.13p3-1+deb12u4"), packages.get(3));
        assertEquals(PackageInfo.ABSENT, packages.get(4));
    }

    @Test
    void packageStates() {
        String printed = "left\tamd64\trc \t1.0\nhalf\tamd64\tiF \t2.0\nbroken\tamd64\tiHR\t3.0\n";
        List<PackageStatus> queries = List.of(new PackageStatus("left"), new PackageStatus("half"));
        List<PackageInfo> packages = answers(queries, 0, printed, "");

        assertEquals(PackageInfo.State.CONFIGURATION_LEFT, packages.get(0).state());
        assertEquals(PackageInfo.State.BROKEN, packages.get(1).state());
    }

    @Test
    void membership() {
        List<UserGroups> queries = List.of(new UserGroups("alice"), new UserGroups("nobody-such"));
        List<UserGroups.Membership> groups = answers(queries, 0, "alice:team:team sudo adm\n", "");

        assertEquals(new UserGroups.Membership("team", List.of("adm", "sudo")), groups.get(0));
        assertNull(groups.get(1));
    }

    @Test
    void shadowNeverSendsAHashBackAndNamesNoneInItsDescription() {
        ShadowStatus query = new ShadowStatus("alice", new Secret("$6$salt$hash"));
        List<ShadowStatus.Shadow> shadows =
                answers(List.of(query, new ShadowStatus("bob", null)), 0, "0:yes:no:yes:22312\n", "");

        assertEquals(new ShadowStatus.Shadow(true, false, true, 22312), shadows.get(0));
        assertNull(shadows.get(1));
        assertFalse((query.describe() + query).contains("salt"));
    }

    @Test
    void shadowNeedsRoot() {
        TaskFailedException refused = assertThrows(
                TaskFailedException.class, () -> answers(List.of(new ShadowStatus("alice", null)), 3, "", ""));

        assertEquals(List.of("add become: true to the task"), refused.hints());
    }

    @Test
    void accountTools() {
        AccountTools.Tools tools = answers(
                        List.of(new AccountTools()), 0, "family=SHADOW\nSHELL=/bin/sh\nUMASK=027\nskel=.bashrc\n", "")
                .get(0);

        assertEquals(
                new AccountTools.Tools(
                        AccountTools.Family.SHADOW, "/home", "/bin/sh", 0750, List.of(".bashrc")),
                tools);
    }

    @Test
    void aUnitFileMakesAUnit() {
        UnitStatus query = new UnitStatus("app.service");
        FileAction write = write("/etc/systemd/system/app.service", """
                [Service]
                Type=notify
                ExecStart=/bin/app
                ExecReload=/bin/kill -HUP $MAINPID
                [Install]
                WantedBy=multi-user.target
                """);
        UnitInfo made = known(query.after(write, Answer.of(UnitInfo.NOT_FOUND)));

        assertTrue(made.exists() && made.canReload() && !made.active() && !made.needDaemonReload());
        assertEquals("disabled", made.unitFileState());
        assertEquals("notify", made.type());

        UnitInfo changed = known(query.after(write, Answer.of(made.withActive(true).withFileState("loaded", "enabled"))));
        assertTrue(changed.needDaemonReload() && changed.enabled() && changed.active());
        assertEquals(
                Answer.of(UnitInfo.NOT_FOUND),
                new UnitStatus("other.service").after(write, Answer.of(UnitInfo.NOT_FOUND)));
    }

    @Test
    void aDropInNeedsAReload() {
        FileAction write = write("/etc/systemd/system/app.service.d/memory.conf", "[Service]\nMemoryMax=1G\n");
        UnitInfo unit = UnitInfo.NOT_FOUND.withFileState("loaded", "static");

        assertTrue(known(new UnitStatus("app.service").after(write, Answer.of(unit))).needDaemonReload());
    }

    @Test
    void unitFilesThatRunOnce() {
        assertEquals("oneshot", UnitFile.parse("[Service]\nExecStop=/bin/true\n").type());
        assertEquals("dbus", UnitFile.parse("[Service]\nBusName=a.b\nExecStart=/bin/x\n").type());
        assertEquals("", UnitFile.parse("[Timer]\nOnCalendar=daily\n").type());
        assertTrue(UnitFile.parse("[Service]\nType=oneshot\nRemainAfterExit=yes\n").remainAfterExit());
    }

    private static FileAction write(String path, String content) {
        return new WriteFile(path, Payload.of(content), 0644, "root", "root", null);
    }

    private static UnitInfo known(Answer<UnitInfo> answer) {
        return ((Answer.Known<UnitInfo>) answer).value();
    }

    private static Object at(Map<String, Object> facts, String... path) {
        Object value = facts;
        for (String name : path) {
            value = ((Map<?, ?>) value).get(name);
        }
        return value;
    }

    @SuppressWarnings("unchecked")
    private static <Q extends HostQuery<T>, T> List<T> answers(List<Q> queries, int status, String out, String err) {
        Probe<Q, T> probe = (Probe<Q, T>) queries.get(0).probe();
        assertFalse(probe.script(queries).isBlank());
        return probe.parse(
                queries,
                new CommandOutput(
                        status, out.getBytes(StandardCharsets.UTF_8), err.getBytes(StandardCharsets.UTF_8)));
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = HostProbesTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
