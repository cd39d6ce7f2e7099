package dev.runbook.inventory;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runbook.language.Diagnostic;
import dev.runbook.language.Diagnostics;
import dev.runbook.language.Source;
import dev.runbook.language.Span;
import dev.runbook.language.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever an INI inventory or a pattern holds, reading ends, and every diagnostic points into the text. */
class IniFuzzTest {
    private static final String[] PIECES = {
        "[", "]", ":", "=", "'", "\"", "\\", "#", " ", "\t", "\n", "\r\n", "[a:c]", "[1:3]", "[web]", "[web:vars]", "[web:children]",
        "@{", "{", "}", "é", "😀", "\u0000", "-", "!", "&", ",", "~", "*", "::1", "ansible_port=", "99999999999", "web", ";"
    };

    @Test
    void survivesMutations() throws IOException {
        List<String> seeds = new ArrayList<>();
        for (Path directory : InventoryLoaderTest.corpus()) {
            Path ini = directory.resolve("hosts.ini");
            if (Files.exists(ini)) {
                seeds.add(Files.readString(ini));
            }
        }
        Random random = new Random(20261123);
        for (int round = 0; round < 3000; round++) {
            check(mutate(seeds.get(random.nextInt(seeds.size())), random));
        }
    }

    private static String mutate(String seed, Random random) {
        StringBuilder text = new StringBuilder(seed);
        for (int i = random.nextInt(6); i >= 0; i--) {
            int at = random.nextInt(text.length() + 1);
            int end = Math.min(text.length(), at + random.nextInt(8));
            text.replace(at, random.nextBoolean() ? at : end, PIECES[random.nextInt(PIECES.length)]);
        }
        return text.toString();
    }

    private static void check(String text) {
        Source source = new Source("hosts.ini", null, text);
        Diagnostics diagnostics = new Diagnostics();
        InventoryDraft draft = new InventoryDraft();
        new IniInventory(source, null, draft, new YamlReader(), diagnostics).read();
        Inventory inventory = draft.build(diagnostics, LateVariables.NONE, null);
        String line = text.substring(text.lastIndexOf('\n') + 1);
        Source pattern = new Source("pattern", null, line);
        HostPattern.of(line, pattern.span(0, line.length()), diagnostics).select(inventory, diagnostics);
        for (Diagnostic diagnostic : diagnostics.all()) {
            Span span = diagnostic.span();
            assertTrue(span != null && span.startOffset() <= span.endOffset(), () -> diagnostic + "\n" + text);
            assertTrue(
                    span.startLine() == span.endLine() && span.endOffset() <= span.source().text().length(),
                    () -> diagnostic + "\n" + text);
        }
        inventory.hosts().values().forEach(host ->
                assertTrue(host.groups().getFirst().equals("all") && host.groups().size() >= 2, text));
    }
}
