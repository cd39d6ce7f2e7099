package dev.runbook.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the launcher runs to make its cache works, says nothing wrong, and changes nothing. */
final class TrainingTest {
    @Test
    void trainingRunbookIsCheckedToItsEnd() {
        var out = new ByteArrayOutputStream();
        var print = new PrintStream(out, true, StandardCharsets.UTF_8);
        var console = new Console(
                new ByteArrayInputStream(new byte[0]), print, print, false, Map.of(),
                Path.of("src/main/distribution/training").toAbsolutePath());
        int status = Main.run(List.of("check", "training.yml"), console);
        String said = out.toString(StandardCharsets.UTF_8);
        assertEquals(0, status, said);
        assertFalse(said.contains("unknown: ") || said.contains("failed: "), said);
        assertFalse(Files.exists(Path.of("/nonexistent-runbook-training")));
    }
}
