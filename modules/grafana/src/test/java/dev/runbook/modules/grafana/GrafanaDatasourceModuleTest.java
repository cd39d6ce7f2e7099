package dev.runbook.modules.grafana;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runbook.api.TaskFailedException;
import dev.runbook.testkit.ModuleContract;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GrafanaDatasourceModuleTest {
    private static final String TASK = "grafana_datasource: {admin_password: admin, uid: prom, name: Prometheus, type: prometheus,"
            + " address: 'http://localhost:9090', is_default: true, json_data: {httpMethod: POST, timeInterval: 15s}, timeout: 1s}";

    private static ModuleContract contract(GrafanaTest grafana) {
        return grafana.contract(new GrafanaDatasourceModule());
    }

    @Test
    void isDocumented() {
        try (GrafanaTest grafana = new GrafanaTest("13.0.1")) {
            contract(grafana).documented();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"9.5.20", "11.2.0", "13.0.1"})
    void itComesDriftsAndGoes(String version) {
        try (GrafanaTest grafana = new GrafanaTest(version)) {
            ModuleContract contract = contract(grafana);
            contract.converges(TASK);
            contract.unchanged(TASK);
            grafana.send("PUT", "/api/datasources/uid/prom", "{\"name\":\"Prometheus\",\"type\":\"prometheus\","
                    + "\"url\":\"http://elsewhere:9090\",\"isDefault\":true,\"jsonData\":{\"httpMethod\":\"POST\","
                    + "\"timeInterval\":\"15s\",\"theirs\":1}}");
            var before = (GrafanaDatasourceModule.State) Objects.requireNonNull(contract.converges(TASK).before());
            assertEquals("http://elsewhere:9090", before.settings().get("address"));
            assertEquals(Map.of("httpMethod", "POST", "timeInterval", "15s"), before.settings().get("jsonData"));
            assertTrue(grafana.send("GET", "/api/datasources/uid/prom", "").body().contains("\"theirs\":1"));
            contract.unchanged(TASK);
            contract.converges("grafana_datasource: {admin_password: admin, uid: prom, state: absent}");
            contract.unchanged("grafana_datasource: {admin_password: admin, uid: prom, state: absent}");
        }
    }

    @Test
    void secretsAreWrittenWhereTheyAreMissing() {
        try (GrafanaTest grafana = new GrafanaTest("13.0.1")) {
            ModuleContract contract = contract(grafana);
            contract.converges(TASK);
            String secret = TASK.replace("timeout", "basic_auth_user: me, secure_json_data: {basicAuthPassword: hush}, timeout");
            var outcome = contract.converges(secret);
            assertEquals(List.of("basicAuthPassword"), outcome.result().get("secrets"));
            assertTrue(!outcome.toString().contains("hush"), outcome.toString());
            contract.unchanged(secret);
            contract.converges(secret.replace("timeout", "update_secrets: always, timeout"));
        }
    }

    @Test
    void aTestThatFailsIsSaid() {
        try (GrafanaTest grafana = new GrafanaTest("13.0.1")) {
            TaskFailedException failure = assertThrows(
                    TaskFailedException.class, () -> contract(grafana).converges(TASK.replace("9090", "9091")));
            assertTrue(failure.getMessage().startsWith("the data source Prometheus is saved, and its test fails: Post"),
                    failure.getMessage());
            contract(grafana).unchanged(TASK.replace("9090", "9091"));
        }
    }

    @Test
    void refusalsAreExplained() {
        try (GrafanaTest grafana = new GrafanaTest("13.0.1")) {
            ModuleContract contract = contract(grafana);
            contract.converges(TASK);
            assertEquals("there is a data source named Prometheus already, with the uid prom",
                    assertThrows(TaskFailedException.class, () -> contract.converges(TASK.replace("uid: prom", "uid: other")))
                            .getMessage());
            TaskFailedException wrong = assertThrows(
                    TaskFailedException.class, () -> contract.converges(TASK.replace("admin_password: admin", "admin_password: nimda")));
            assertEquals("Grafana does not let admin in with this password: Invalid username or password", wrong.getMessage());
            assertTrue(wrong.hints().getFirst().startsWith("After five wrong passwords"), wrong.hints().toString());
            assertEquals("Grafana does not let this token in: Invalid API key", assertThrows(TaskFailedException.class,
                    () -> contract.converges(TASK.replace("admin_password: admin", "token: glsa_x"))).getMessage());
            assertEquals("what answers at http://localhost:9090 is not Grafana: HTTP status 404 for its API",
                    new Server("http://localhost:9090", "admin", null, null)
                            .refused(new dev.runbook.api.NetworkQuery.HttpAnswer(404, Map.of(), "<html>", "")).getMessage());
            for (int i = 0; i < 5; i++) {
                grafana.as("admin:wrong", "GET", "/api/user", "");
            }
            assertThrows(TaskFailedException.class, () -> contract.unchanged(TASK));
        }
    }

    @Test
    void whatCannotBeMeantIsRefused() {
        try (GrafanaTest grafana = new GrafanaTest("13.0.1")) {
            for (String[] wrong : List.of(
                    new String[] {"{uid: a, type: b}", "give admin_password, or the token"},
                    new String[] {"{uid: a, type: b, token: t, admin_password: p}", "not both"},
                    new String[] {"{uid: a, token: t}", "needs a type"},
                    new String[] {"{uid: 'a b', type: b, token: t}", "cannot be a uid"},
                    new String[] {"{uid: a, type: b, token: t, address: 'localhost:9090'}", "expected an address"})) {
                String message = contract(grafana).refuses("grafana_datasource: " + wrong[0]);
                assertTrue(message.contains(wrong[1]), message);
            }
        }
    }
}
