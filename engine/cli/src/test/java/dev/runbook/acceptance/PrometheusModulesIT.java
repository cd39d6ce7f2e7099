package dev.runbook.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runbook.testkit.RealHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Targets, rules and queries on a real Prometheus with its real promtool. */
@Timeout(180)
class PrometheusModulesIT {
    private static final String RUNBOOK = """
            - hosts: all
              become: true
              tasks:
                - name: Target by file
                  prometheus_target: {job: itself, targets: ['127.0.0.1:9090'], labels: {kind: test}, scrape_interval: 1s}
                - name: Target in the configuration
                  prometheus_target: {job: again, method: static, targets: ['localhost:9090'], scrape_interval: 1s}
                - name: It is scraped
                  prometheus_query: {query: 'up{job=~"itself|again"}', expect: {series: 2, values: "== 1"}, timeout: 30s}
                - name: Rules
                  prometheus_rules:
                    name: test
                    groups:
                      - name: test
                        rules:
                          - {alert: Down, expr: 'up{job="itself"} == 0', for: 5m, labels: {severity: critical}, annotations: {summary: "{{ $labels.instance }}"}}
                          - {record: 'job:up:sum', expr: sum by (job) (up)}
            """;

    private RealHost host;
    private Mirror mirror;
    private TestHosts hosts;
    private Path directory;

    @BeforeAll
    static void needsRealHosts() {
        Assumptions.assumeTrue(RealHost.unavailable().isEmpty(), () -> RealHost.unavailable().orElseThrow());
    }

    @BeforeEach
    void start(@TempDir Path work) throws IOException {
        directory = work;
        host = RealHost.start();
        mirror = new Mirror(host.machineAddress(), Path.of(System.getenv("RUNBOOK_TEST_ARCHIVES")));
        hosts = new TestHosts(work).add("monitor", host);
        Invocation installed = hosts.invoke("run", Repository.runbook("prometheus.yml"),
                "-e", "prometheus_version=2.42.0", "-e", "prometheus_mirror=" + mirror.url());
        assertEquals(0, installed.exit(), installed::toString);
    }

    @AfterEach
    void stop() {
        mirror.close();
        host.close();
    }

    private Invocation invoke(String command, String text, int exit) throws IOException {
        Invocation invocation = hosts.invoke(command, Files.writeString(directory.resolve("modules.yml"), text));
        assertEquals(exit, invocation.exit(), invocation::toString);
        return invocation;
    }

    @Test
    void whatIsAnnouncedIsDoneAndDoneOnce() throws IOException {
        String before = host.exec("cat", "/etc/prometheus/prometheus.yml");
        Invocation check = invoke("check", RUNBOOK, 0);
        Invocation run = invoke("run", RUNBOOK, 0);
        assertEquals(List.of(), Preview.disagreements(check, run, Set.of("It is scraped")), () -> check + "\n" + run);
        assertEquals(List.of("Target by file", "Target in the configuration", "Rules"), run.tasks("changed"), run::toString);
        String after = host.exec("cat", "/etc/prometheus/prometheus.yml");
        assertTrue(after.startsWith(before), "what stood there is kept:\n" + after);
        assertTrue(prometheus("/api/v1/rules").contains("job:up:sum"));

        Invocation again = invoke("run", RUNBOOK, 0);
        assertEquals(List.of(), again.tasks("changed"), again::toString);

        String absent = RUNBOOK.replaceFirst("(?s)- name: It is scraped.*", "")
                .replace("targets: ['127.0.0.1:9090'], labels: {kind: test}, scrape_interval: 1s", "state: absent")
                .replace("targets: ['localhost:9090'], scrape_interval: 1s", "state: absent");
        invoke("run", absent, 0);
        assertEquals(before, host.exec("cat", "/etc/prometheus/prometheus.yml"));
    }

    @Test
    void whatPromtoolRefusesIsNotPutInPlace() throws IOException {
        Invocation rules = invoke("run", RUNBOOK.replace("sum by (job) (up)", "sum by (job (up)"), 2);
        assertEquals(List.of("Rules"), rules.tasks("failed"), rules::toString);
        assertTrue(rules.finished().getLast().about().contains("could not parse expression"), rules::toString);
        assertEquals("", host.exec("ls", "-A", "/etc/prometheus/rules.d"));

        Invocation down = invoke("run", RUNBOOK.replace("127.0.0.1:9090'], labels: {kind: test}", "127.0.0.1:1'], timeout: 8s"), 2);
        assertTrue(down.finished().getLast().about().contains("127.0.0.1:1 is down: Get \"http://127.0.0.1:1/metrics\""), down::toString);
    }

    @Test
    void rulesThatWereWrittenAndNotReadAreReadByTheNextRun() throws IOException {
        invoke("run", RUNBOOK, 0);
        host.exec("sh", "-c", "sleep 1.2; touch /etc/prometheus/rules.d/test.yml");
        Invocation next = invoke("run", RUNBOOK, 0);
        assertEquals(List.of("Rules"), next.tasks("changed"), next::toString);
        assertEquals(List.of(), invoke("run", RUNBOOK, 0).tasks("changed"));
    }

    private String prometheus(String path) {
        return host.exec("curl", "-sf", "http://127.0.0.1:9090" + path);
    }
}
