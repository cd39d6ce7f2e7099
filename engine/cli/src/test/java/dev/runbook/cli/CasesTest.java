package dev.runbook.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertFalse;

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
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Runs every case under {@code cases}: a runbook and a command line, and what must come of them. */
@Execution(ExecutionMode.CONCURRENT)
class CasesTest {
    static final Path CASES = Path.of(System.getProperty("cases", "src/test/resources/cases"));

    @TempDir
    Path directory;

    @TestFactory
    Stream<DynamicNode> cases() throws IOException {
        List<DynamicNode> areas = new ArrayList<>();
        for (Path area : listed(CASES).filter(Files::isDirectory).toList()) {
            List<DynamicNode> nodes = new ArrayList<>();
            for (Path file : listed(area).filter(f -> f.toString().endsWith(".yml")).toList()) {
                nodes.add(node(file));
            }
            areas.add(DynamicContainer.dynamicContainer(area.getFileName().toString(), nodes));
        }
        assertFalse(areas.isEmpty(), "there are no folders with cases in " + CASES);
        return areas.stream();
    }

    static Stream<Path> listed(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList().stream();
        }
    }

    private DynamicNode node(Path file) throws IOException {
        String name = file.getFileName().toString().replace(".yml", "");
        List<DynamicTest> tests = Case.read(file).stream()
                .map(one -> DynamicTest.dynamicTest(one.name(), file.toUri(), () -> {
                    Path place = Files.createTempDirectory(directory, name);
                    assertAll(CaseCheck.checks(one, place));
                }))
                .toList();
        return tests.size() == 1 ? tests.getFirst() : DynamicContainer.dynamicContainer(name, tests);
    }
}
