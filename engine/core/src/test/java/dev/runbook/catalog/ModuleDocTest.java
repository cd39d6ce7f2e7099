package dev.runbook.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ModuleDocTest {
    private static final Path EXPECTED = Path.of("src/test/resources/dev/runbook/catalog/doc");

    @Test
    void laysOutForATerminal() throws IOException {
        check("sample.txt", ModuleDoc.text(Bench.module("sample"), 72));
    }

    @Test
    void writesMarkdown() throws IOException {
        check("sample.md", ModuleDoc.markdown(Bench.module("sample")));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 40, 60, 200})
    void keepsToTheWidth(int width) {
        String page = ModuleDoc.text(Bench.module("sample"), width);
        String prose = page.substring(0, page.indexOf("EXAMPLES"));
        int longest = prose.lines()
                .filter(line -> !line.startsWith("sample - "))
                .mapToInt(String::length)
                .max()
                .orElse(0);
        assertTrue(longest <= Math.max(40, width), longest + ":\n" + page);
    }

    @Test
    void listsModules() {
        assertEquals(
                "sample  Shows what parameters can be\nsay     Says something\n",
                ModuleDoc.list(List.of(Bench.module("say"), Bench.module("sample")), 80));
    }

    @Test
    void writesAPageAModuleAndAnIndex(@TempDir Path directory) throws IOException {
        ModuleDoc.write(List.of(Bench.module("say"), Bench.module("sample")), directory.resolve("modules"));
        assertTrue(Files.readString(directory.resolve("modules/index.md")).contains("| [`say`](say.md) | Says something |"));
        assertEquals(ModuleDoc.markdown(Bench.module("say")), Files.readString(directory.resolve("modules/say.md")));
    }

    private static void check(String name, String actual) throws IOException {
        String proposals = System.getProperty("goldens.write");
        if (proposals != null) {
            Files.createDirectories(Path.of(proposals));
            Files.writeString(Path.of(proposals, name), actual);
        }
        Path expected = EXPECTED.resolve(name);
        assertTrue(Files.exists(expected), () -> "no golden yet; it gives:\n" + actual);
        assertEquals(Files.readString(expected), actual);
    }
}
