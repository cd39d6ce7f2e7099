package dev.runbook.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runbook.language.Codes;
import dev.runbook.language.Diagnostic;
import dev.runbook.language.DiagnosticRenderer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Each task among the resources gives the text beside it, to the letter. With {@code -Dgoldens.write=DIR} what it gives
 * now is written there, to be looked at and copied by hand.
 */
final class ArgumentErrorsTest {
    private static final Path CASES = Path.of("src/test/resources/dev/runbook/catalog/errors");
    private static final Set<String> OF_EXPRESSIONS = Set.of("syntax", "unclosed-expression");

    @TestFactory
    List<DynamicTest> goldens() throws IOException {
        try (Stream<Path> files = Files.list(CASES)) {
            List<DynamicTest> tests = files.filter(file -> file.toString().endsWith(".yml"))
                    .sorted()
                    .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> check(file)))
                    .toList();
            assertTrue(tests.size() >= 20, "cases found: " + tests.size());
            return tests;
        }
    }

    private static void check(Path file) throws IOException {
        var bench = new Bench(CASES);
        bench.compile(file.getFileName().toString(), Files.readString(file));
        for (Diagnostic diagnostic : bench.diagnostics.all()) {
            assertTrue(OF_EXPRESSIONS.contains(diagnostic.code()) || Codes.of(diagnostic.code()).isPresent(), "not in the catalog: " + diagnostic.code());
        }
        String actual = new DiagnosticRenderer(false).render(bench.diagnostics.all());
        String name = file.getFileName().toString().replaceAll("\\.yml$", ".expected");
        String proposals = System.getProperty("goldens.write");
        if (proposals != null) {
            Files.createDirectories(Path.of(proposals));
            Files.writeString(Path.of(proposals, name), actual);
        }
        Path expected = CASES.resolve(name);
        assertTrue(Files.exists(expected), () -> "no golden yet; it gives:\n" + actual);
        assertEquals(Files.readString(expected), actual);
    }
}
