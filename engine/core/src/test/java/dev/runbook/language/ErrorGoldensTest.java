package dev.runbook.language;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Each runbook among the resources beside this class gives the text beside it, to the letter. With
 * {@code -Dgoldens.write=DIR} what it gives now is written there, to be looked at and copied by hand.
 */
final class ErrorGoldensTest {
    private static final Path CASES = Path.of("src/test/resources/dev/runbook/language/errors");

    @TestFactory
    List<DynamicTest> goldens() throws IOException {
        try (Stream<Path> files = Files.list(CASES)) {
            List<DynamicTest> tests = files.filter(file -> file.toString().endsWith(".yml"))
                    .sorted()
                    .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> check(file)))
                    .toList();
            assertTrue(tests.size() >= 50, "cases found: " + tests.size());
            return tests;
        }
    }

    private static void check(Path file) throws IOException {
        Diagnostics diagnostics = new Diagnostics();
        String shown = file.getFileName().toString();
        new SourceLoader().load(shown, file, null, diagnostics)
                .ifPresent(source -> new RunbookParser(new TestModules()).parse(source, diagnostics));
        assertFalse(diagnostics.all().isEmpty(), "nothing was found wrong");
        for (Diagnostic diagnostic : diagnostics.all()) {
            assertTrue(Codes.of(diagnostic.code()).isPresent(), "not in the catalog: " + diagnostic.code());
        }
        String actual = new DiagnosticRenderer(false).render(diagnostics.all());
        String expectedName = shown.replaceAll("\\.yml$", ".expected");
        write(expectedName, actual);
        Path expected = file.resolveSibling(expectedName);
        assertTrue(Files.exists(expected), () -> "no golden yet; it gives:\n" + actual);
        assertEquals(Files.readString(expected), actual);
    }

    private static void write(String name, String actual) {
        String directory = System.getProperty("goldens.write");
        if (directory != null) {
            try {
                Files.createDirectories(Path.of(directory));
                Files.writeString(Path.of(directory, name), actual);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
