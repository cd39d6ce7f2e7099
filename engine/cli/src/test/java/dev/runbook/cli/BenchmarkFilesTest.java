package dev.runbook.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runbook.testkit.BenchmarkFiles;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the benchmarks measure is right, at a small size; how long it takes is no matter of a test. */
class BenchmarkFilesTest {
    @TempDir
    Path directory;

    @Test
    void importedTasksAreListed() throws Exception {
        BenchmarkFiles.manyTasks(directory, 3, 10);

        Run run = Run.of(directory, List.of("run", "site.yml", "-i", "DIR/hosts.yml", "--list-tasks"));

        assertEquals(0, run.exit(), run.err());
        for (String task : List.of("Directory 0-0", "Message 1-2", "Status 2-9")) {
            assertTrue(run.out().contains(task), run.out());
        }
    }

    @Test
    void everyTaskHasAResultOnEveryHost() throws Exception {
        BenchmarkFiles.manyHosts(directory, 6, 10);

        Run run = Run.of(directory, List.of("run", "site.yml", "-i", "DIR/hosts.yml"));

        assertEquals(0, run.exit(), run.out() + run.err());
        assertEquals(60, run.events().size(), run.out());
        assertEquals(6, run.recap().size(), run.out());
    }
}
