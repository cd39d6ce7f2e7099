package dev.runbook.modules.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.runbook.host.Host;
import dev.runbook.modules.system.account.GroupModule;
import dev.runbook.modules.system.account.UserModule;
import dev.runbook.modules.system.check.HttpCheckModule;
import dev.runbook.modules.system.check.WaitForModule;
import dev.runbook.modules.system.control.FactsModule;
import dev.runbook.modules.system.packaging.AptModule;
import dev.runbook.modules.system.packaging.AptRepositoryModule;
import dev.runbook.modules.system.service.SystemdUnitModule;
import dev.runbook.testkit.ModuleContract;
import dev.runbook.testkit.RealHost;
import dev.runbook.testkit.TestHosts;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract of the modules that need a whole system: users, packages, services. */
class SystemModulesOnARealHostIT {
    private static final String ACCOUNTS = "cat /etc/passwd /etc/group /etc/shadow; ls -la /home";
    private static final String UNITS = "ls -lR /etc/systemd/system; systemctl list-units --all --no-legend ssh.service";
    private static final String PACKAGES = "dpkg-query -W; ls -l --full-time /var/lib/apt/lists /var/cache/apt /etc/apt;"
            + " ls /var/tmp";

    @TempDir
    static Path directory;

    private static RealHost machine;
    private static Host host;

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(RealHost.unavailable().isEmpty(), () -> RealHost.unavailable().orElseThrow());
        machine = RealHost.start();
        Path knownHosts = Files.writeString(directory.resolve("known_hosts"), machine.knownHostsLine() + "\n");
        host = TestHosts.ssh(machine, "root", knownHosts);
    }

    @AfterAll
    static void stop() throws Exception {
        if (host != null) {
            host.close();
        }
        if (machine != null) {
            machine.close();
        }
    }

    @Test
    void groups() {
        ModuleContract contract = ModuleContract.of(new GroupModule(), host).watching(ACCOUNTS);

        contract.converges("group: {name: team, system: true}");
        contract.unchanged("group: {name: team}");
        contract.converges("group: {name: team, gid: 4242}");
        contract.converges("group: {name: team, state: absent}");
    }

    @Test
    void users() {
        ModuleContract contract = ModuleContract.of(new UserModule(), host).watching(ACCOUNTS);

        contract.converges("user: {name: prometheus, system: true, shell: /bin/false, create_home: false}");
        contract.unchanged("user: {name: prometheus, system: true, shell: /bin/false, create_home: false}");
        contract.converges("user: {name: alice, groups: [adm, sudo], comment: Alice, expires: 2031-02-03,"
                + " password: '$6$abc$defghijklmnop', password_lock: true}");
        contract.converges("user: {name: alice, groups: [users], append: true, shell: /bin/bash, expires: never}");
        contract.converges("user: {name: alice, groups: [], password: '$6$abc$other', password_lock: false}");
        contract.converges("user: {name: alice, home: /srv/alice, move_home: true}");
        contract.unchanged("user: {name: alice, groups: [], home: /srv/alice, password: '$6$abc$other'}");
        assertEquals("alice:$6$abc$other", machine.exec("cut", "-d:", "-f1,2", "/etc/shadow").lines()
                .filter(line -> line.startsWith("alice:")).findFirst().orElse(""));
        contract.converges("user: {name: alice, state: absent, remove: true}");
    }

    @Test
    void units() {
        ModuleContract contract = ModuleContract.of(new SystemdUnitModule(), host).watching(UNITS);
        String task = """
                systemd_unit:
                  name: napper
                  enabled: true
                  state: started
                  content: |
                    [Service]
                    ExecStart=/bin/sleep %d
                    [Install]
                    WantedBy=multi-user.target
                """;

        contract.converges(task.formatted(1000));
        contract.unchanged(task.formatted(1000));
        contract.converges(task.formatted(2000));
        contract.converges("systemd_unit: {name: napper, state: restarted}");
        contract.converges("systemd_unit: {name: napper, state: stopped, enabled: false}");
        contract.converges("systemd_unit: {name: systemd-timesyncd.service, masked: true}");
        assertTrue(Tasks.failure(() -> contract.converges(task.formatted(1).replace("/bin/sleep 1", "/bin/slep 1")))
                .getMessage()
                .contains("Command /bin/slep is not executable"));
        assertTrue(assertFails(() -> contract.converges(
                        task.formatted(1).replace("napper", "failer").replace("sleep 1", "sh -c 'echo oops; exit 3'")))
                .contains("oops"));
    }

    @Test
    void packages() throws Exception {
        ModuleContract contract = ModuleContract.of(new AptModule(), host).watching(PACKAGES);

        contract.converges("apt: {name: htop, install_recommends: false, update_cache: true}");
        contract.unchanged("apt: {name: [htop, sudo], update_cache: true, cache_valid_time: 1h}");
        contract.unchanged("apt: {name: htop=3*, state: present}");
        contract.unchanged("apt: {name: htop, state: latest}");
        contract.converges("apt: {name: htop, state: absent, purge: true, autoremove: true}");
        assertTrue(Tasks.failure(() -> contract.converges("apt: {name: htoop}")).hints().get(0).contains("htop"));
    }

    @Test
    void repositories() throws Exception {
        Files.copy(
                getClass().getResourceAsStream("packaging/example.asc"), directory.resolve("example.asc"));
        ModuleContract contract =
                ModuleContract.of(new AptRepositoryModule(), host).beside(directory).watching(PACKAGES);
        String task = "apt_repository: {name: example, uris: 'https://apt.example.org', suites: stable, components: main,"
                + " key: example.asc, key_fingerprint: 8FBE5D049BC73C01BEE49069E8909C5C643699AA, update_cache: false}";

        contract.converges(task);
        contract.unchanged(task);
        contract.converges("apt_repository: {name: example, state: absent, update_cache: false}");
    }

    @Test
    void looking() {
        var facts = ModuleContract.of(new FactsModule(), host).answers("facts: {}").result();
        assertTrue(facts.toString().contains("codename=bookworm"), facts::toString);
        ModuleContract.of(new WaitForModule(), host).answers("wait_for: {port: 22, timeout: 5s}");
        String refused = Tasks.failure(() -> ModuleContract.of(new HttpCheckModule(), host)
                        .answers("http_check: {url: 'http://localhost:9/', timeout: 1s}"))
                .getMessage();
        assertFalse(refused.isBlank());
    }

    private static String assertFails(Runnable task) {
        try {
            task.run();
        } catch (AssertionError | RuntimeException e) {
            return String.valueOf(e.getMessage());
        }
        throw new AssertionError("the task does not fail");
    }
}
