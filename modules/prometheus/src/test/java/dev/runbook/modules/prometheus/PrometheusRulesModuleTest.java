package dev.runbook.modules.prometheus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runbook.api.TaskFailedException;
import dev.runbook.testkit.ModuleContract;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PrometheusRulesModuleTest {
    private static final String TASK =
            """
            prometheus_rules:
              name: flask
              timeout: 1s
              groups:
                - name: flask
                  rules:
                    - alert: FlaskDown
                      expr: up{job="flask_app"} == 0
                      for: 2m
                      annotations: {summary: "{{ $labels.instance }} does not answer"}
            """;

    private final Monitored monitored = new Monitored();
    private final ModuleContract contract = monitored.contract(new PrometheusRulesModule()).allowingUnknown();

    @AfterEach
    void close() {
        monitored.close();
    }

    @Test
    void isDocumented() {
        contract.documented();
    }

    @Test
    void rulesComeAndGo() {
        assertEquals(true, contract.converges(TASK).result().get("loaded"));
        String text = Objects.requireNonNull(monitored.read("/etc/prometheus/rules.d/flask.yml"));
        assertTrue(text.contains("expr: up{job=\"flask_app\"} == 0"), text);
        assertTrue(monitored.get("http://localhost:9090/api/v1/rules").body().contains("\"FlaskDown\""));
        contract.unchanged(TASK);
        contract.converges(TASK.replace("2m", "3m"));
        contract.converges("prometheus_rules: {name: flask, state: absent}");
        contract.unchanged("prometheus_rules: {name: flask, state: absent}");
        assertTrue(!monitored.get("http://localhost:9090/api/v1/rules").body().contains("FlaskDown"));
    }

    @Test
    void rulesThatWereWrittenAndNeverReadAreRead() throws InterruptedException {
        contract.converges(TASK);
        String text = Objects.requireNonNull(monitored.read("/etc/prometheus/rules.d/flask.yml"));
        Thread.sleep(1100); // clocks of files and reloads are compared in whole seconds
        monitored.write("/etc/prometheus/rules.d/flask.yml", text);
        var outcome = contract.converges(TASK);
        assertEquals(List.of("reload prometheus.service"), outcome.actions().stream().map(a -> a.summary()).toList());
        contract.unchanged(TASK);
    }

    @Test
    void aConfigurationThatIsRefusedIsExplained() {
        monitored.write("/etc/prometheus/prometheus.yml", "scrape_config: []\n");
        TaskFailedException failure = assertThrows(TaskFailedException.class, () -> contract.converges(TASK));
        assertEquals("Prometheus did not take its configuration, and goes on with the former one", failure.getMessage());
    }

    @Test
    void aConfigurationWithoutRuleFilesIsExplained() {
        monitored.write("/etc/prometheus/prometheus.yml", "scrape_configs: []\n");
        monitored.restart();
        TaskFailedException failure = assertThrows(TaskFailedException.class, () -> contract.converges(TASK));
        assertTrue(failure.getMessage().contains("but not the rules in /etc/prometheus/rules.d/flask.yml"), failure.getMessage());
        assertTrue(failure.hints().getFirst().contains("rule_files"), failure.hints().toString());
    }

    @Test
    void whatCannotBeARuleIsRefused() {
        for (String[] wrong : List.of(
                new String[] {"{name: a}", "needs at least one, with a name and rules"},
                new String[] {"{name: a, groups: [{name: g}]}", "each needs a `name` and a list of `rules`"},
                new String[] {"{name: a, groups: [{name: g, rules: [{expr: up}]}]}", "either `alert` or `record`"},
                new String[] {"{name: a, groups: [{name: g, rules: [{alert: A}]}]}", "the rule A has no `expr`"},
                new String[] {"{name: a, groups: [{name: g, rules: [{alert: A, expr: up, fro: 5m}]}]}", "there is no `fro` in a rule"},
                new String[] {"{name: a/b, state: absent}", "cannot be a name"})) {
            String message = contract.refuses("prometheus_rules: " + wrong[0]);
            assertTrue(message.contains(wrong[1]), message);
        }
    }
}
