package dev.runbook.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.runbook.catalog.ModuleCatalog;
import dev.runbook.catalog.ModuleDoc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The pages in docs/modules are those that the modules give. {@code -Ddocs.write=true} writes them. */
final class ModulePagesTest {
    private static final Path PAGES = Path.of("..", "..", "docs", "modules");

    @Test
    void pagesAreUpToDate() throws IOException {
        try (ModuleCatalog catalog = ModuleCatalog.load(List.of(getClass().getClassLoader()), List.of())) {
            var modules = catalog.all();
            assertEquals(List.of(), catalog.diagnostics());
            if (Boolean.getBoolean("docs.write")) {
                ModuleDoc.write(modules, PAGES);
            }
            Map<String, String> expected = new TreeMap<>(ModuleDoc.pages(modules));
            Map<String, String> found = read();
            assertEquals(expected.keySet(), found.keySet(), "run the tests of engine/cli with -Ddocs.write=true");
            expected.forEach((name, page) -> assertEquals(page, found.get(name), name + " is stale: -Ddocs.write=true"));
        }
    }

    private static Map<String, String> read() throws IOException {
        Map<String, String> pages = new TreeMap<>();
        try (Stream<Path> files = Files.list(PAGES)) {
            for (Path file : files.toList()) {
                pages.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        return pages;
    }
}
