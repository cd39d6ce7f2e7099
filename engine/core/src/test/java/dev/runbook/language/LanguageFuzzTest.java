package dev.runbook.language;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** Whatever a text holds: no exception, an error with a place in it or a runbook, and spans that fit the text. */
final class LanguageFuzzTest {
    private static final List<String> PIECES = List.of(
            "- ", ": ", "\n", "\n  ", "\n      ", "\t", "{{ x }}", "@{x}", "{", "}", "[", "]", "\"", "'", "|\n", ">-\n", "&a ",
            "*a", "<<: *a", "!secret ", "!x ", "!!str ", "#", " #", "when", "hosts: all", "tasks:", "block:", "copy: a=b",
            "\0", "\u0007", "🎉", "日本", "\r", "\r\n", "---", "...", "%YAML 1.3\n", "? ", ",", "\\", "\\x", "\ufeff", "\u2028",
            "\ud800", "~", "null", "- - - ", "name", "register: 1", "loop:", "notify: x", "handlers:", "vars:");

    @Test
    void anyTextGivesARunbookOrAnErrorWithAPlace() throws IOException {
        long seed = Long.getLong("fuzz.seed", 20_250_101);
        Random random = new Random(seed);
        List<String> seeds = seeds();
        long end = System.nanoTime() + Duration.ofSeconds(Long.getLong("fuzz.seconds", 3)).toNanos();
        int round = 0;
        for (; System.nanoTime() < end; round++) {
            String text = mutated(seeds.get(random.nextInt(seeds.size())), random);
            try {
                Assertions.assertTimeout(Duration.ofSeconds(5), () -> check(text));
            } catch (RuntimeException | AssertionError e) {
                fail("seed " + seed + ", round " + round + ":\n" + text, e);
            }
        }
        assertTrue(round > 100, "rounds: " + round);
    }

    private static List<String> seeds() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/test/resources/dev/runbook/language/errors"))) {
            return files.filter(file -> file.toString().endsWith(".yml"))
                    .sorted()
                    .map(file -> {
                        try {
                            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                        } catch (IOException e) {
                            throw new java.io.UncheckedIOException(e);
                        }
                    })
                    .toList();
        }
    }

    private static String mutated(String seed, Random random) {
        StringBuilder text = new StringBuilder(seed);
        int changes = 1 + random.nextInt(6);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(text.length() + 1);
            switch (random.nextInt(5)) {
                case 0 -> text.insert(at, PIECES.get(random.nextInt(PIECES.size())));
                case 1 -> text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(8)));
                case 2 -> text.insert(at, (char) random.nextInt(random.nextBoolean() ? 128 : 0x3000));
                case 3 -> {
                    int from = random.nextInt(text.length() + 1);
                    text.insert(at, text.substring(from, Math.min(text.length(), from + random.nextInt(40))));
                }
                default -> text.setLength(Math.max(1, at));
            }
        }
        return text.toString();
    }

    private static void check(String text) {
        Source source = new Source("fuzz.yml", null, text);
        Diagnostics diagnostics = new Diagnostics();
        boolean parsed = new RunbookParser(new TestModules()).parse(source, diagnostics).isPresent();
        assertTrue(parsed || diagnostics.hasErrors(), "neither a runbook nor an error");
        for (Diagnostic diagnostic : diagnostics.all()) {
            assertNotNull(diagnostic.span(), diagnostic.summary());
            fits(diagnostic.span());
            diagnostic.related().forEach(related -> fits(related.span()));
        }
        for (boolean colours : new boolean[] {true, false}) {
            String rendered = new DiagnosticRenderer(colours).render(diagnostics.all());
            assertTrue(colours || rendered.chars().noneMatch(c -> c < ' ' && c != '\n'), rendered);
        }
        new YamlReader().read(source, new Diagnostics()).ifPresent(LanguageFuzzTest::nodes);
    }

    private static void fits(Span span) {
        Span again = span.source().span(span.startOffset(), span.endOffset());
        assertEquals(again.startLine() + ":" + again.startColumn(), span.startLine() + ":" + span.startColumn());
        assertTrue(span.startOffset() <= span.endOffset(), span::at);
    }

    private static void nodes(Node node) {
        fits(node.span());
        switch (node) {
            case Node.ScalarNode scalar -> {
                fits(scalar.spanOf(0, scalar.text().length()));
                fits(scalar.spanOf(scalar.text().length() / 2, scalar.text().length()));
            }
            case Node.SequenceNode sequence -> sequence.items().forEach(LanguageFuzzTest::nodes);
            case Node.MappingNode mapping -> mapping.entries().forEach(entry -> {
                nodes(entry.key());
                nodes(entry.value());
            });
        }
    }
}
