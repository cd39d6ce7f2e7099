package dev.runbook.inventory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runbook.language.Diagnostic;
import dev.runbook.language.Diagnostics;
import dev.runbook.language.Node;
import dev.runbook.language.Source;
import dev.runbook.language.Span;
import dev.runbook.language.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever an INI inventory or a pattern holds, reading ends, and every diagnostic points into the text. */
@Timeout(value = 2, unit = TimeUnit.HOURS) // fuzz.minutes may be many
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

    /** What a broken program prints. */
    @Test
    void survivesMutatedJson() {
        String seed = """
                {"web": {"hosts": ["web1", "w2"], "vars": {"a": 1.5, "b": [true, null]}, "children": ["db"]},
                 "db": ["d1"], "_meta": {"hostvars": {"web1": {"ansible_password": "x\\"y", "n": -12}}}}
                """;
        Random random = new Random(20261124);
        for (int round = 0; round < 3000; round++) {
            String text = mutate(seed, random);
            Diagnostics diagnostics = new Diagnostics();
            Node root = JsonTree.read("inv --list", text, diagnostics).orElse(null);
            assertEquals(root == null, diagnostics.hasErrors(), text);
            if (root != null) {
                JsonTree.data(root);
                checkSpans(root, text);
            }
            diagnostics.all().forEach(found -> assertTrue(
                    found.span() != null && found.span().endOffset() <= text.length(), () -> found + "\n" + text));
        }
    }

    /** Each scalar's span holds it. */
    private static void checkSpans(Node node, String text) {
        String covered = text.substring(node.span().startOffset(), node.span().endOffset());
        switch (node) {
            case Node.ScalarNode scalar -> assertTrue(
                    scalar.quoted() ? covered.startsWith("\"") && covered.endsWith("\"") : covered.equals(scalar.text()),
                    () -> covered + " is not " + scalar.text() + " in\n" + text);
            case Node.SequenceNode sequence -> sequence.items().forEach(item -> checkSpans(item, text));
            case Node.MappingNode mapping -> mapping.entries().forEach(entry -> {
                checkSpans(entry.key(), text);
                checkSpans(entry.value(), text);
            });
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
