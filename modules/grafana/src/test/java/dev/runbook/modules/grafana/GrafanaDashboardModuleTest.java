package dev.runbook.modules.grafana;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runbook.api.TaskFailedException;
import dev.runbook.testkit.ModuleContract;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GrafanaDashboardModuleTest {
    private static final String TASK = """
            grafana_dashboard:
              admin_password: admin
              uid: flask
              dashboard:
                title: Flask
                refresh: 30s
                panels:
                  - {title: Latency, type: timeseries, gridPos: {h: 8, w: 12, x: 0, y: 0}, targets: [{refId: A, expr: up}]}
                  - {title: Rate, type: timeseries, gridPos: {h: 8, w: 12, x: 12, y: 0}, targets: [{refId: A, expr: rate}]}
            """;

    private final GrafanaTest grafana = new GrafanaTest("13.0.1");
    private final ModuleContract contract = grafana.contract(new GrafanaDashboardModule());

    @AfterEach
    void close() {
        grafana.close();
    }

    private GrafanaDashboardModule.State before(String task) {
        return (GrafanaDashboardModule.State) Objects.requireNonNull(contract.converges(task).before());
    }

    @Test
    void isDocumented() {
        contract.documented();
        grafana.contract(new GrafanaFolderModule()).documented();
    }

    @Test
    void itComesDriftsAndGoes() {
        assertEquals("/d/flask", contract.converges(TASK).result().get("path"));
        contract.unchanged(TASK);
        String theirs = grafana.send("GET", "/api/dashboards/uid/flask", "").body();
        String model = theirs.replaceFirst(".*?\"dashboard\":", "").replaceFirst(",\"meta\".*", "");
        assertEquals(200, grafana.send("POST", "/api/dashboards/db", "{\"dashboard\":"
                + model.replace("\"expr\":\"up\"", "\"expr\":\"down\"").replace("\"panels\":[",
                        "\"panels\":[{\"title\":\"Extra\",\"type\":\"text\"},") + "}").status());
        var drifted = before(TASK);
        assertEquals(List.of("Extra", "Latency", "Rate"), List.copyOf(drifted.panels().keySet()));
        assertTrue(String.valueOf(drifted.panels().get("Latency")).contains("expr=down"), drifted.toString());
        contract.unchanged(TASK);
        contract.converges(TASK.replace("30s", "1m"));
        contract.converges("grafana_dashboard: {admin_password: admin, uid: flask, state: absent}");
        contract.unchanged("grafana_dashboard: {admin_password: admin, uid: flask, state: absent}");
    }

    @Test
    void whatGrafanaFillsInIsNoDifference() {
        contract.converges(TASK);
        String body = grafana.send("GET", "/api/dashboards/uid/flask", "").body();
        assertTrue(body.contains("\"version\":1") && body.contains("\"id\":"), body);
        String model = body.replaceFirst(".*?\"dashboard\":", "").replaceFirst(",\"meta\".*", "");
        grafana.send("POST", "/api/dashboards/db", "{\"dashboard\":" + model.replaceFirst("\\{", "{\"graphTooltip\":0,\"iteration\":7,") + "}");
        contract.unchanged(TASK);
    }

    @Test
    void foldersComeAndGo() {
        ModuleContract folders = grafana.contract(new GrafanaFolderModule());
        String inside = TASK.replace("uid: flask", "uid: flask\n  folder: apps");
        assertEquals("there is no folder with the uid apps",
                assertThrows(TaskFailedException.class, () -> contract.converges(inside)).getMessage());
        folders.converges("grafana_folder: {admin_password: admin, uid: apps, title: Apps}");
        folders.unchanged("grafana_folder: {admin_password: admin, uid: apps}");
        contract.converges(inside);
        contract.unchanged(inside);
        contract.unchanged(TASK);
        folders.converges("grafana_folder: {admin_password: admin, uid: apps, title: Applications}");
        grafana.send("PUT", "/api/folders/apps", "{\"title\":\"Theirs\",\"overwrite\":true}");
        folders.converges("grafana_folder: {admin_password: admin, uid: apps, title: Applications}");
        assertEquals("the folder Applications still has 1 dashboard", assertThrows(TaskFailedException.class,
                () -> folders.converges("grafana_folder: {admin_password: admin, uid: apps, state: absent}")).getMessage());
        folders.converges("grafana_folder: {admin_password: admin, uid: apps, state: absent, force: true}");
        folders.unchanged("grafana_folder: {admin_password: admin, uid: apps, state: absent}");
    }

    @Test
    void modelsThatCannotBeAreExplained() {
        assertEquals("the model of the dashboard has no `title`", assertThrows(TaskFailedException.class,
                () -> contract.converges("grafana_dashboard: {admin_password: admin, uid: x, dashboard: {panels: []}}")).getMessage());
        assertEquals("neither the task nor the model says the dashboard's uid", assertThrows(TaskFailedException.class,
                () -> contract.converges("grafana_dashboard: {admin_password: admin, dashboard: {title: X}}")).getMessage());
        for (String[] wrong : List.of(
                new String[] {"{token: t, uid: x}", "give src or dashboard"},
                new String[] {"{token: t, state: absent}", "is named by its uid"})) {
            String message = contract.refuses("grafana_dashboard: " + wrong[0]);
            assertTrue(message.contains(wrong[1]), message);
        }
    }
}
