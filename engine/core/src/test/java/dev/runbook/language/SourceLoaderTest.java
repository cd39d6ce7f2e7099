package dev.runbook.language;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SourceLoaderTest {
    @TempDir
    Path directory;

    private final Diagnostics diagnostics = new Diagnostics();

    private Optional<Source> load(String name) {
        return new SourceLoader().load(name, directory.resolve(name), null, diagnostics);
    }

    private void refused(String name, Codes code, String... parts) {
        assertTrue(load(name).isEmpty());
        Diagnostic found = diagnostics.all().getLast();
        assertEquals(code.id(), found.code());
        String rendered = new DiagnosticRenderer(false).render(found);
        for (String part : parts) {
            assertTrue(rendered.contains(part), rendered);
        }
    }

    @Test
    void aByteOrderMarkIsNoText() throws IOException {
        Files.writeString(directory.resolve("bom.yml"), "\ufeff- hosts: all\n");
        Source source = load("bom.yml").orElseThrow();
        assertEquals("- hosts: all\n", source.text());
        assertEquals("bom.yml", source.name());
        assertFalse(diagnostics.hasErrors());
    }

    @Test
    void whatCannotBeReadIsExplained() throws IOException {
        Files.writeString(directory.resolve("site.yml"), "");
        Files.createDirectory(directory.resolve("folder"));
        Files.writeString(directory.resolve("folder/web.yml"), "");
        Files.write(directory.resolve("zero.yml"), "a: 1\nb: \0".getBytes(StandardCharsets.UTF_8));
        Files.write(directory.resolve("latin.yml"), "a: 1\nb: \u00e9".getBytes(StandardCharsets.ISO_8859_1));
        Files.write(directory.resolve("wide.yml"), "a: 1".getBytes(StandardCharsets.UTF_16));
        Files.write(directory.resolve("large.yml"), new byte[SourceLoader.LARGEST + 1]);
        refused("siet.yml", Codes.FILE_MISSING, "`siet.yml`", "did you mean `site.yml`?");
        refused("nowhere/site.yml", Codes.FILE_MISSING, "the directory");
        refused("folder", Codes.FILE_UNREADABLE, "is a directory", "`web.yml`");
        refused("zero.yml", Codes.FILE_BINARY, "line 2");
        refused("latin.yml", Codes.FILE_BINARY, "0xE9 in line 2");
        refused("wide.yml", Codes.FILE_BINARY, "UTF-16");
        refused("large.yml", Codes.FILE_TOO_LARGE, "4 MiB");
    }

    @Test
    void aFileThatARunbookNamesIsShownThere() {
        Source runbook = new Source("site.yml", null, "vars_files: [secret.yml]");
        new SourceLoader().load("secret.yml", directory.resolve("secret.yml"), runbook.span(13, 23), diagnostics);
        String rendered = new DiagnosticRenderer(false).render(diagnostics.all());
        assertTrue(rendered.contains("site.yml:1:14"), rendered);
        assertTrue(rendered.contains("Looked for " + directory), rendered);
    }
}
