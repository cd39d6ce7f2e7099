package dev.runbook.modules.grafana;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runbook.api.TaskFailedException;
import dev.runbook.testkit.ModuleContract;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GrafanaPasswordModuleTest {
    private static final String TASK = "grafana_password: {password: correct horse}";

    // The contract observes more often than a run does.
    private final GrafanaTest grafana = new GrafanaTest("11.2.0", 12);
    private final ModuleContract contract = grafana.contract(new GrafanaPasswordModule());

    @AfterEach
    void close() {
        grafana.close();
    }

    @Test
    void isDocumented() {
        contract.documented();
    }

    @Test
    void theNewPasswordTakesThePlaceOfTheOldOne() {
        contract.converges(TASK);
        assertEquals(200, grafana.as("admin:correct horse", "GET", "/api/user", "").status());
        assertEquals(401, grafana.as("admin:admin", "GET", "/api/user", "").status());
        for (int i = 0; i < 10; i++) {
            contract.unchanged(TASK);
        }
    }

    @Test
    void aThirdPasswordIsExplainedAndNeverShown() {
        contract.converges(TASK);
        TaskFailedException failure = assertThrows(
                TaskFailedException.class, () -> contract.converges("grafana_password: {password: battery staple}"));
        assertEquals("Grafana lets admin in with neither the new nor the old password", failure.getMessage());
        assertFalse((failure.getMessage() + failure.hints()).contains("staple"));
        contract.converges("grafana_password: {password: battery staple, old_password: correct horse}");
    }

    @Test
    void aGrafanaThatIsNotThereIsExplained() {
        TaskFailedException failure = assertThrows(TaskFailedException.class,
                () -> contract.converges(TASK.replace("}", ", url: 'http://localhost:3001'}")));
        assertEquals("http://localhost:3001 does not answer: connection refused", failure.getMessage());
    }

    @Test
    void whatCannotBeAPasswordIsRefused() {
        for (String[] wrong : List.of(
                new String[] {"{password: admin}", "what everybody tries first"},
                new String[] {"{password: abc}", "fewer than 4 characters"},
                new String[] {"{password: abcd, old_password: abcd}", "is the same as the new one"})) {
            String message = contract.refuses("grafana_password: " + wrong[0]);
            assertTrue(message.contains(wrong[1]), message);
        }
    }
}
