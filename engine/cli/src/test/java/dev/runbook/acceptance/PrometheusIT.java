package dev.runbook.acceptance;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runbook.testkit.RealHost;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** runbooks/prometheus.yml on real hosts over SSH, from nothing to a service that answers. */
@Timeout(120)
class PrometheusIT {
    private static final Path RUNBOOK = Repository.runbook("prometheus.yml");
    private static final String HOST = "monitor";
    /** Whether a service that is not there yet will answer cannot be told; everything else can. */
    private static final Set<String> UNKNOWN = Set.of("Prometheus is ready", "Prometheus took its configuration");

    private RealHost host;
    private Mirror mirror;
    private TestHosts hosts;

    @BeforeAll
    static void needsRealHosts() {
        Assumptions.assumeTrue(RealHost.unavailable().isEmpty(), () -> RealHost.unavailable().orElseThrow());
    }

    @BeforeEach
    void start(@TempDir Path directory) throws IOException {
        host = RealHost.start();
        mirror = new Mirror(host.machineAddress(), Path.of(System.getenv("RUNBOOK_TEST_ARCHIVES")));
        hosts = new TestHosts(directory).add(HOST, host);
    }

    @AfterEach
    void stop() {
        mirror.close();
        host.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.42.0", "3.0.0"})
    void theFirstCheckIsWhatTheFirstRunDoesAndTheSecondRunDoesNothing(String version) {
        String before = state();
        Invocation check = invoke("check", version);
        assertEquals(before, state(), "check changed the host");
        Invocation run = invoke("run", version);

        assertEquals(List.of(), Preview.disagreements(check, run, UNKNOWN), () -> check + "\n" + run);
        assertEquals(UNKNOWN, Set.copyOf(check.tasks("unknown")), check::toString);
        assertEquals(List.of("restart prometheus"), handlersThatRan(run), run::toString);
        assertRuns(version);

        for (String command : List.of("check", "run")) {
            String process = mainPid();
            mirror.requests();
            Invocation again = invoke(command, version);
            assertAll(
                    () -> assertEquals(List.of(), again.tasks("changed"), again::toString),
                    () -> assertEquals(List.of(), again.tasks("unknown"), again::toString),
                    () -> assertEquals(List.of(), again.events("handler_started"), again::toString),
                    () -> assertEquals(process, mainPid(), "Prometheus was restarted"),
                    () -> assertEquals(List.of("sha256sums.txt"), mirror.requests(), "fetched again"));
        }
    }

    @Test
    void aChangedTemplateRestartsOrReloadsOnceThroughItsHandler() {
        invoke("run", "2.42.0");
        String process = mainPid();

        String[] shorter = {"-e", "prometheus_scrape_interval=5s"};
        Invocation announced = invoke("check", "2.42.0", shorter);
        Invocation reloaded = invoke("run", "2.42.0", shorter);
        assertEquals(List.of(), Preview.disagreements(announced, reloaded, UNKNOWN), () -> announced + "\n" + reloaded);
        assertEquals(List.of("Configuration", "reload prometheus"), reloaded.tasks("changed"), reloaded::toString);
        assertEquals(1, reloaded.events("handler_started").size(), reloaded::toString);
        assertEquals(process, mainPid(), "a reload must not end the process");
        assertTrue(prometheus("/api/v1/status/config").contains("scrape_interval: 5s"));
        assertEquals(1, backups().size(), () -> "the configuration before is kept: " + backups());

        String[] longer = {"-e", "prometheus_scrape_interval=5s", "-e", "prometheus_retention=500d"};
        Invocation restarted = invoke("run", "2.42.0", longer);
        assertEquals(List.of("Service", "restart prometheus"), restarted.tasks("changed"), restarted::toString);
        assertEquals(1, restarted.events("handler_started").size(), restarted::toString);
        String after = mainPid();
        assertNotEquals(process, after, "a changed unit needs a restart");
        assertTrue(prometheus("/api/v1/status/flags").contains("\"storage.tsdb.retention.time\":\"500d\""));

        Invocation again = invoke("run", "2.42.0", longer);
        assertEquals(List.of(), again.tasks("changed"), again::toString);
        assertEquals(after, mainPid());
    }

    @Test
    void aHostThatIsDownDoesNotKeepTheOtherFromBeingSetUp() throws IOException {
        hosts.addDown("down");
        Invocation run = hosts.invoke("run", RUNBOOK, variables("2.42.0"));

        assertEquals(4, run.exit(), run::toString);
        assertEquals(1, run.recap("down", "unreachable"), run::toString);
        assertEquals(0, run.recap("down", "changed"), run::toString);
        assertEquals(0, run.recap(HOST, "unreachable") + run.recap(HOST, "failed"), run::toString);
        assertEquals(1, run.events("host_unreachable").size(), run::toString);
        assertEquals("down", run.events("host_unreachable").getFirst().get("host"));
        assertRuns("2.42.0");
    }

    @Test
    void aRunWhoseConnectionBreaksInTheMiddleOfATaskIsCompletedByTheNext() {
        mirror.onceHalfWay(host::dropConnections);
        Invocation broken = hosts.invoke("run", RUNBOOK, variables("2.42.0"));

        assertEquals(4, broken.exit(), broken::toString);
        assertEquals(List.of("Release archive"), broken.tasks("unreachable"), broken::toString);
        assertEquals("Release archive", broken.finished().getLast().task(), broken::toString);
        assertEquals(1, broken.events("host_unreachable").size(), broken::toString);

        // The host may have finished the download by itself, or may not have.
        Invocation next = invoke("run", "2.42.0");
        assertEquals(0, next.recap(HOST, "failed"), next::toString);
        assertRuns("2.42.0");
        assertEquals(
                "prometheus-2.42.0.linux-amd64.tar.gz\n",
                host.exec("ls", "-A", "/var/cache/prometheus"),
                "no partial download is left");
    }

    @Test
    void aConfigurationThatPromtoolRefusesLeavesEverythingAsItWas() {
        invoke("run", "2.42.0");
        String before = host.exec("cat", "/etc/prometheus/prometheus.yml");
        String process = mainPid();

        String[] wrong = variables("2.42.0", "-e", "prometheus_scrape_interval=often");
        Invocation run = hosts.invoke("run", RUNBOOK, wrong);
        assertEquals(2, run.exit(), run::toString);
        assertEquals(List.of("Configuration"), run.tasks("failed"), run::toString);
        String message = run.finished().getLast().about();
        assertTrue(message.contains("often"), "promtool's own words belong in the message: " + message);
        assertEquals(before, host.exec("cat", "/etc/prometheus/prometheus.yml"));
        assertEquals(process, mainPid());
        assertEquals(
                "console_libraries\nconsoles\nprometheus.yml\nrules.d\ntargets.d\n",
                host.exec("ls", "-A", "/etc/prometheus"),
                "nothing is left beside the file");
    }

    private Invocation invoke(String command, String version, String... more) {
        Invocation invocation = hosts.invoke(command, RUNBOOK, variables(version, more));
        assertEquals(0, invocation.exit(), invocation::toString);
        return invocation;
    }

    private String[] variables(String version, String... more) {
        List<String> all = new ArrayList<>(
                List.of("-e", "prometheus_version=" + version, "-e", "prometheus_mirror=" + mirror.url()));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    /** Handlers that did something; one whose condition does not hold is not among them. */
    private static List<String> handlersThatRan(Invocation run) {
        List<String> names =
                run.events("handler_started").stream().map(event -> (String) event.get("task")).toList();
        return run.tasks("changed").stream().filter(names::contains).toList();
    }

    /** What the guide asks to look at, and what it should have asked for. */
    private void assertRuns(String version) {
        boolean consoles = version.startsWith("2.");
        assertAll(
                () -> assertEquals("active\n", host.exec("systemctl", "is-active", "prometheus")),
                () -> assertEquals("enabled\n", host.exec("systemctl", "is-enabled", "prometheus")),
                () -> assertTrue(prometheus("/-/ready").contains("Ready")),
                () -> assertEquals("prometheus", host.exec("ps", "-o", "user=", "-p", mainPid()).strip()),
                () -> assertEquals("root:root 755", attributes("/usr/local/bin/prometheus")),
                () -> assertEquals("root:root 755", attributes("/usr/local/bin/promtool")),
                () -> assertEquals("root:prometheus 750", attributes("/etc/prometheus")),
                () -> assertEquals("root:prometheus 640", attributes("/etc/prometheus/prometheus.yml")),
                () -> assertEquals("prometheus:prometheus 750", attributes("/var/lib/prometheus")),
                () -> assertEquals(
                        consoles, host.run("test", "-d", "/etc/prometheus/consoles").exitCode() == 0, "consoles"),
                () -> assertTrue(host.exec("getent", "passwd", "prometheus").strip().endsWith(":/bin/false")),
                () -> assertFalse(host.exec("getent", "passwd", "prometheus").contains(":/home/")),
                () -> assertTrue(
                        host.exec("ss", "-Hltn", "sport", "=", "9090").contains("127.0.0.1:9090"),
                        "reachable from the host only"),
                () -> assertTrue(exposure() < 3.0, () -> "systemd-analyze security says " + exposure()));
    }

    /** How exposed systemd finds the service: 0 is not at all, 10 is fully; the guide's unit has 9.2. */
    private double exposure() {
        String report = host.exec("systemd-analyze", "security", "--no-pager", "prometheus.service");
        String line = report.lines().filter(text -> text.contains("Overall exposure level")).findFirst().orElseThrow();
        return Double.parseDouble(line.replaceAll(".*: ([0-9.]+) .*", "$1"));
    }

    private String attributes(String path) {
        return host.exec("stat", "-c", "%U:%G %a", path).strip();
    }

    private String mainPid() {
        return host.exec("systemctl", "show", "-p", "MainPID", "--value", "prometheus").strip();
    }

    private String prometheus(String path) {
        return host.exec("curl", "-sf", "http://127.0.0.1:9090" + path);
    }

    private List<String> backups() {
        return host.exec("ls", "-A", "/etc/prometheus").lines().filter(name -> name.startsWith("prometheus.yml.")).toList();
    }

    /**
     * What a check must not change: files, accounts and units, with what is ever in motion left out. The first use of
     * sudo leaves a mark of its own in the home directory of the login.
     */
    private String state() {
        return host.exec("sh", "-c", """
                find /etc /usr/local /var/lib /var/cache /opt /home /root -xdev ! -path '/var/lib/systemd/*' \
                    ! -path '/var/lib/private/*' ! -path /home/admin ! -name .sudo_as_admin_successful -printf '%p %y %m %u %g %s %T@\\n' | sort
                systemctl list-unit-files --no-legend --no-pager
                """);
    }
}
