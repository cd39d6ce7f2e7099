package dev.runbook.modules.prometheus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runbook.api.TaskFailedException;
import dev.runbook.testkit.ModuleContract;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PrometheusTargetModuleTest {
    private static final String FILE = "prometheus_target: {job: flask_app, targets: ['localhost:80'], labels: {team: web}, timeout: 5s}";
    private static final String STATIC = FILE.replace("timeout: 5s", "timeout: 5s, method: static");

    private final Monitored monitored = new Monitored();
    private final ModuleContract contract = monitored.contract(new PrometheusTargetModule()).allowingUnknown();

    @AfterEach
    void close() {
        monitored.close();
    }

    private TaskFailedException fails(String task) {
        return assertThrows(TaskFailedException.class, () -> contract.converges(task));
    }

    private String config() {
        return Objects.requireNonNull(monitored.read("/etc/prometheus/prometheus.yml"));
    }

    @Test
    void isDocumented() {
        contract.documented();
    }

    @Test
    void aFileOfTargetsComesAndGoes() {
        var result = contract.converges(FILE).result();
        assertEquals(Map.of("localhost:80", "up"), result.get("health"));
        assertEquals("""
                [
                  {
                    "targets" : [
                      "localhost:80"
                    ],
                    "labels" : {
                      "job" : "flask_app",
                      "team" : "web"
                    }
                  }
                ]
                """, monitored.read("/etc/prometheus/targets.d/flask_app.json"));
        contract.unchanged(FILE);
        monitored.write("/etc/prometheus/targets.d/flask_app.json", "[]");
        assertEquals("[]", Objects.requireNonNull(
                ((PrometheusTargetModule.State) Objects.requireNonNull(contract.converges(FILE).before())).content()).text());
        contract.unchanged(FILE);
        contract.converges("prometheus_target: {job: flask_app, state: absent}");
        contract.unchanged("prometheus_target: {job: flask_app, state: absent}");
    }

    @Test
    void settingsOfAJobTravelAsLabels() {
        contract.converges(FILE.replace("timeout:", "metrics_path: /metrics, scrape_interval: 5s, timeout:"));
        assertTrue(Objects.requireNonNull(monitored.read("/etc/prometheus/targets.d/flask_app.json"))
                .contains("\"__scrape_timeout__\" : \"5s\""));
        contract.converges(FILE.replace("timeout:", "metrics_path: /metrics, scrape_interval: 30s, timeout:"));
        String text = Objects.requireNonNull(monitored.read("/etc/prometheus/targets.d/flask_app.json"));
        assertTrue(text.contains("\"__metrics_path__\" : \"/metrics\"") && text.contains("\"__scrape_interval__\" : \"30s\""), text);
    }

    @Test
    void aTargetThatIsNotUpIsExplained() {
        String task = FILE.replace("localhost:80", "localhost:81").replace("5s", "2s");
        String message = fails(task).getMessage();
        assertTrue(message.contains("localhost:81 is down: Get \"http://localhost:81/metrics\": dial tcp"), message);
        // It is written, and still not up: a second run says so again, and changes nothing.
        assertThrows(TaskFailedException.class, () -> contract.unchanged(task));
        contract.unchanged(task.replace("timeout", "wait_for_up: false, timeout"));
    }

    @Test
    void aConfigurationThatReadsNoSuchFilesIsExplained() {
        monitored.write("/etc/prometheus/prometheus.yml", "scrape_configs: []\n");
        monitored.restart();
        TaskFailedException failure = fails(FILE.replace("5s", "1s"));
        assertTrue(failure.getMessage().endsWith("Prometheus has no target of the job flask_app"), failure.getMessage());
        assertTrue(failure.hints().getFirst().contains("file_sd_configs: [{files: [/etc/prometheus/targets.d/*.json]}]"));
    }

    @Test
    void aJobInTheConfigurationComesAndGoesAndLeavesTheRestAlone() {
        contract.converges(STATIC);
        assertEquals(Monitored.CONFIG + """
                  - job_name: flask_app
                    static_configs:
                    - targets:
                      - localhost:80
                      labels:
                        team: web
                """, config());
        contract.unchanged(STATIC);
        contract.converges(STATIC.replace("localhost:80", "127.0.0.1:80").replace("team: web", "team: ops"));
        assertTrue(config().contains("127.0.0.1:80") && !config().contains("localhost:80"), config());
        contract.converges("prometheus_target: {job: flask_app, method: static, state: absent}");
        assertEquals(Monitored.CONFIG, config());
        contract.unchanged("prometheus_target: {job: flask_app, method: static, state: absent}");
    }

    @Test
    void aHostWithoutPrometheusIsExplained() {
        assertTrue(fails(FILE.replace("timeout: 5s", "timeout: 1s, url: 'http://localhost:9099'")).getMessage()
                .contains("http://localhost:9099 does not answer: connection refused"));
        assertEquals("the directory /srv/none does not exist",
                fails(FILE.replace("timeout", "directory: /srv/none, timeout")).getMessage());
        assertEquals("there is no /etc/none.yml to put the job into",
                fails(STATIC.replace("timeout", "config: /etc/none.yml, timeout")).getMessage());
    }

    @Test
    void whatCannotBeATargetIsRefused() {
        for (String[] wrong : List.of(
                new String[] {"{job: a, targets: ['http://web1:80']}", "without scheme and path"},
                new String[] {"{job: a, targets: [web1]}", "has no port: expected host:port"},
                new String[] {"{job: a/b, targets: ['web1:80']}", "cannot be a job"},
                new String[] {"{job: a}", "needs at least one"},
                new String[] {"{job: a, targets: ['web1:80'], labels: {job: b}}", "the label job is what `job` gives"},
                new String[] {"{job: a, targets: ['web1:80'], scrape_interval: 1s, scrape_timeout: 2s}", "longer than the interval"},
                new String[] {"{job: a, targets: ['web1:80'], scrape_interval: often}", "expected a duration such as 30s"},
                new String[] {"{job: a, targets: ['web1:80'], scheme: ftp}", "expected http or https"},
                new String[] {"{job: a, targets: ['web1:80'], user: me}", "give user and password, or neither"})) {
            String message = contract.refuses("prometheus_target: " + wrong[0]);
            assertTrue(message.contains(wrong[1]), message);
        }
    }
}
