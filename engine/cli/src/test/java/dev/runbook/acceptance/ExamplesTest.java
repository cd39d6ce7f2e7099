package dev.runbook.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The examples do what their comments say: they announce themselves, write only into their workspace, and converge. */
class ExamplesTest {
    /** The one thing an example cannot announce, to show what that looks like. */
    private static final Set<String> UNKNOWN = Set.of("May run, depending on the command before");

    static Stream<Path> examples() throws IOException {
        try (Stream<Path> files = Files.list(Repository.runbook("examples"))) {
            return files.filter(file -> file.toString().endsWith(".yml")).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void hasNoErrors(Path example) {
        Invocation lint = Invocation.of(Repository.ROOT, "lint", example.toString());
        assertEquals(0, lint.exit(), lint::toString);
        assertEquals(List.of(), lint.events(), lint::toString);
    }

    @Test
    void prometheusHasNoErrorsWithAndWithoutItsInventory() {
        String runbook = Repository.runbook("prometheus.yml").toString();
        String inventory = Repository.ROOT.resolve("inventory/monitoring.yml").toString();
        for (String[] arguments : new String[][] {{"lint", runbook}, {"lint", runbook, "-i", inventory}}) {
            Invocation lint = Invocation.of(Repository.ROOT, arguments);
            assertEquals(0, lint.exit(), lint::toString);
            assertEquals(List.of(), lint.events(), lint::toString);
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void announcesItselfAndConverges(Path example, @TempDir Path directory) throws IOException {
        Path workspace = directory.resolve("workspace");

        Invocation check = invoke("check", example, workspace);
        assertFalse(Files.exists(workspace), "check made " + workspace);
        Invocation run = invoke("run", example, workspace);
        assertEquals(List.of(), Preview.disagreements(check, run, UNKNOWN), () -> check + "\n" + run);
        assertFalse(run.tasks("changed").isEmpty(), run::toString);
        Map<String, String> written = contents(workspace);

        for (String command : List.of("check", "run")) {
            Invocation again = invoke(command, example, workspace);
            assertEquals(List.of(), again.tasks("changed"), again::toString);
            assertEquals(List.of(), again.tasks("unknown"), again::toString);
            assertEquals(written, contents(workspace));
        }
        assertEquals(List.of("workspace"), names(directory), "written beside the workspace");
    }

    private static Invocation invoke(String command, Path example, Path workspace) {
        Invocation invocation =
                Invocation.of(Repository.ROOT, command, example.toString(), "-e", "workspace=" + workspace);
        assertEquals(0, invocation.exit(), invocation::toString);
        return invocation;
    }

    private static Map<String, String> contents(Path directory) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.toList()) {
                String text = Files.isRegularFile(file) ? Files.readString(file) : "";
                contents.put(directory.relativize(file).toString(), text);
            }
        }
        return contents;
    }

    private static List<String> names(Path directory) throws IOException {
        List<String> names = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            files.forEach(file -> names.add(file.getFileName().toString()));
        }
        return names;
    }
}
