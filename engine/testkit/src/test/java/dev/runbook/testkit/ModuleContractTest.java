package dev.runbook.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runbook.host.Host;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each clause of the contract finds the flaw it is there for. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ModuleContractTest {
    private static final String TASK = "line: {path: '@{dir}/f', text: hello}";

    @TempDir
    private Path directory;

    private Host host;

    @BeforeAll
    void connect() {
        host = TestHosts.local();
    }

    @AfterAll
    void disconnect() {
        host.close();
    }

    private ModuleContract contract(FlawedModule.Flaw flaw) throws Exception {
        Path own = Files.createTempDirectory(directory, "w");
        return ModuleContract.of(new FlawedModule(flaw), host).variable("dir", own).watching(own);
    }

    @Test
    void acceptsAModuleWithoutFlaw() throws Exception {
        ModuleContract contract = contract(FlawedModule.Flaw.NONE);
        ModuleContract.Outcome outcome = contract.converges(TASK);
        assertEquals("hello", outcome.result().get("text"));
        assertEquals(1, outcome.actions().size());
        contract.unchanged(TASK);
    }

    @ParameterizedTest
    @CsvSource({
        "CHANGES_WHILE_LOOKING, observing changed the host",
        "DOES_NOT_CONVERGE, the wanted state was not reached",
        "PREDICTS_WRONGLY, the preview is wrong",
        "PREDICTS_NOTHING, the preview is wrong",
        "UNKNOWN_PREDICTION, is not predicted: ",
        "KEEPS_STALE_ANSWERS, look at Action.touches",
        "DOES_NOT_ACT, there is no action",
        "NEVER_SATISFIED, something else is wanted",
        "UNSTABLE, not the same when asked for twice",
        "FAILS, no room"
    })
    void findsTheFlaw(FlawedModule.Flaw flaw, String message) throws Exception {
        ModuleContract contract = contract(flaw);
        AssertionError error = assertThrows(AssertionError.class, () -> contract.converges(TASK));
        assertTrue(error.getMessage().contains(message), error.getMessage());
    }

    @Test
    void findsActionsWithoutNeed() throws Exception {
        ModuleContract contract = contract(FlawedModule.Flaw.ACTS_WITHOUT_NEED);
        AssertionError error = assertThrows(AssertionError.class, () -> contract.converges(TASK));
        assertTrue(error.getMessage().contains("a second run would act"), error.getMessage());
        AssertionError second = assertThrows(AssertionError.class, () -> contract.unchanged(TASK));
        assertTrue(second.getMessage().contains("the states are equal, but there are actions"), second.getMessage());
    }

    @Test
    void tellsChangeFromNoChange() throws Exception {
        ModuleContract contract = contract(FlawedModule.Flaw.NONE);
        assertThrows(AssertionError.class, () -> contract.unchanged(TASK));
        contract.converges(TASK);
        assertThrows(AssertionError.class, () -> contract.converges(TASK));
    }

    @Test
    void letsAPredictionBeUnknownOnlyWhereAllowed() throws Exception {
        contract(FlawedModule.Flaw.UNKNOWN_PREDICTION).allowingUnknown().converges(TASK);
    }

    @Test
    void findsWhatIsMissingFromTheDocumentation() throws Exception {
        ModuleContract contract = contract(FlawedModule.Flaw.NONE);
        String message = assertThrows(AssertionError.class, contract::documented).getMessage();
        assertTrue(message.contains("the summary must be"), message);
        assertTrue(message.contains("the text of path must"), message);
        assertTrue(message.contains("did you mean `text`?"), message);
        assertTrue(message.contains("does not list " + FlawedModule.class.getName()), message);
    }

    @Test
    void refusesToRunATaskWithMistakes() throws Exception {
        ModuleContract contract = contract(FlawedModule.Flaw.NONE);
        assertThrows(AssertionError.class, () -> contract.converges("line: {path: /x}"));
        assertThrows(AssertionError.class, () -> contract.converges("lines: {path: /x, text: a}"));
        assertThrows(AssertionError.class, () -> contract.refuses(TASK));
    }
}
