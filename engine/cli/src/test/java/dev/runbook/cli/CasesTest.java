package dev.runbook.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Runs every file under {@code cases}: a runbook and a command line, and what must come of them. */
class CasesTest {
    private static final Path CASES = Path.of("src/test/resources/cases");

    @TempDir
    Path directory;

    @TestFactory
    Stream<DynamicNode> cases() throws IOException {
        List<DynamicNode> areas = new ArrayList<>();
        try (Stream<Path> folders = Files.list(CASES)) {
            for (Path area : folders.filter(Files::isDirectory).sorted().toList()) {
                try (Stream<Path> files = Files.list(area)) {
                    List<DynamicTest> tests = files.filter(f -> f.toString().endsWith(".yml"))
                            .sorted()
                            .map(this::test)
                            .toList();
                    areas.add(DynamicContainer.dynamicContainer(area.getFileName().toString(), tests));
                }
            }
        }
        return areas.stream();
    }

    private DynamicTest test(Path file) {
        String name = file.getFileName().toString().replace(".yml", "");
        return DynamicTest.dynamicTest(name, file.toUri(), () -> {
            Path place = Files.createTempDirectory(directory, name);
            Case one = Case.read(file);
            one.lay(place);
            List<Executable> checks = new ArrayList<>();
            for (Case.Step step : one.steps()) {
                Run run = Run.of(place, step.argv());
                checks.addAll(checks(step, run, place));
            }
            assertAll(checks);
        });
    }

    private static List<Executable> checks(Case.Step step, Run run, Path place) {
        String said = "$ runbook " + String.join(" ", step.argv()) + "\n" + run.out() + run.err();
        List<Executable> checks = new ArrayList<>();
        checks.add(() -> assertEquals(step.exit(), run.exit(), said));
        if (step.events() != null) {
            checks.add(() -> assertEquals(String.join("\n", step.events()), String.join("\n", run.events()), said));
        }
        if (step.recap() != null) {
            checks.add(() -> assertEquals(step.recap(), run.recap(), said));
        }
        step.shows().forEach(text -> checks.add(() ->
                assertTrue((run.out() + run.err()).contains(text), () -> "missing: " + text + "\n" + said)));
        step.hides().forEach(text -> checks.add(() ->
                assertFalse((run.out() + run.err()).contains(text), () -> "must not appear: " + text + "\n" + said)));
        step.files().forEach((file, content) -> {
            // Read now: later steps may change it.
            String found = Files.exists(place.resolve(file)) ? readString(place.resolve(file)) : null;
            checks.add(() -> assertEquals(content, found, file + "\n" + said));
        });
        return checks;
    }

    private static String readString(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
