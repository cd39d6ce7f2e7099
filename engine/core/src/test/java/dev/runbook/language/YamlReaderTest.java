package dev.runbook.language;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runbook.language.Node.Entry;
import dev.runbook.language.Node.MappingNode;
import dev.runbook.language.Node.ScalarNode;
import dev.runbook.language.Node.SequenceNode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class YamlReaderTest {
    private static Node read(String text) {
        Diagnostics diagnostics = new Diagnostics();
        Node root = new YamlReader().read(new Source("a.yml", null, text), diagnostics).orElseThrow(
                () -> new AssertionError(diagnostics.all()));
        assertEquals(List.of(), diagnostics.all());
        return root;
    }

    private static List<Diagnostic> wrong(String text) {
        Diagnostics diagnostics = new Diagnostics();
        new YamlReader().read(new Source("a.yml", null, text), diagnostics);
        assertTrue(diagnostics.hasErrors(), "nothing wrong");
        return diagnostics.all();
    }

    private static Node at(Node node, String key) {
        return assertInstanceOf(MappingNode.class, node).entry(key).map(Entry::value).orElseThrow();
    }

    private static ScalarNode scalar(String text) {
        return assertInstanceOf(ScalarNode.class, at(read("k: " + text), "k"));
    }

    private static String raw(Span span) {
        return span.source().text().substring(span.startOffset(), span.endOffset());
    }

    private static String place(Span span) {
        return span.startLine() + ":" + span.startColumn() + "-" + span.endLine() + ":" + span.endColumn();
    }

    @Test
    void textIsKeptAsWritten() {
        for (String text : List.of("0644", "0o644", "2.10", "yes", "NO", "1e3", "2024-01-01", "0x1F", "1_000", "a:b")) {
            ScalarNode scalar = scalar(text);
            assertEquals(text, scalar.text());
            assertFalse(scalar.quoted());
        }
        assertTrue(scalar("\"0644\"").quoted());
        assertTrue(scalar("|\n  x").quoted());
    }

    @Test
    void nulls() {
        for (String text : List.of("", "~", "null", "Null", "NULL")) {
            assertTrue(scalar(text).isNull(), text);
        }
        for (String text : List.of("''", "\"null\"", "nULL", "!secret ''")) {
            assertFalse(scalar(text).isNull(), text);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', value = {
        "k: value;1:4-1:9",
        "k:   \"a b\"   # comment;1:6-1:11",
        "k: 'it''s';1:4-1:11",
        "k:;1:3-1:3",
        "k: plain over\\n  two lines\\n;1:4-2:12",
        "k: |\\n  text\\n  more\\n\\n;1:4-3:7",
        "k: >-  # folded\\n  text\\nx: y;1:4-2:7",
        "k: &anchor value;1:12-1:17",
        "k: !secret   'x';1:14-1:17",
        "k: &a !secret\\n  x;2:3-2:4",
        "k: [a, b];1:4-1:10",
        "k: {a: b};1:4-1:10",
        "k: {};1:4-1:6",
        "k: &x {};1:7-1:9",
        "k:\\n  - a\\n  - bcd\\nx: 1;2:3-3:8",
        "k:\\n  a: 1\\n  b: &x 2  \\n\\nx: 1;2:3-3:10",
        "k:\\n- a\\n- |\\n  text\\n\\n;2:1-4:7",
        "日本: x\\nk: 🎉 two;2:4-2:9",
        "k: [🎉, x];1:4-1:10",
    })
    void spans(String text, String expected) {
        assertEquals(expected, place(at(read(text.replace("\\n", "\n")), "k").span()));
    }

    @Test
    void carriageReturnsEndLinesToo() {
        Node root = read("a: 1\r\nb: [x,\r\n  y]\r\n");
        assertEquals("2:4-3:5", place(at(root, "b").span()));
        assertEquals("b: [x,", root.span().source().line(2));
    }

    @Test
    void spanOfFollowsTextBackToTheSource() {
        assertEquals("name", word("hello @{name} there", "name"));
        assertEquals("name", word("\"hello @{name} there\"", "name"));
        assertEquals("name", word("'it''s @{name}'", "name"));
        assertEquals("name", word("\"tab\\t \\u00e9 \\x41 @{name}\"", "name"));
        assertEquals("name", word("folded\n  over @{name}\n\n  lines", "name"));
        assertEquals("name", word("\"folded\n  over \\\n  @{name}\"", "name"));
        assertEquals("name", word("|\n  first\n    deeper\n\n  @{name}\n", "name"));
        assertEquals("name", word("|2\n    first\n  @{name}\n", "name"));
        assertEquals("name", word(">-\n  first\n  second\n\n    deeper\n  @{name}\n  last\n", "name"));
        assertEquals("name", word("|+\n\n  @{name}\n\n\n", "name"));
        assertEquals("🎉", word("\"日本 @{🎉}\"", "🎉"));
        assertEquals("\\u00e9", word("\"caf\\u00e9\"", "é"));
        assertEquals("''", word("'it''s'", "'"));
    }

    private static String word(String yaml, String word) {
        ScalarNode scalar = scalar(yaml);
        int start = scalar.text().indexOf(word);
        Span span = scalar.spanOf(start, start + word.length());
        assertFalse(span.equals(scalar.span()), "fell back to the whole");
        return raw(span);
    }

    @Test
    void spanOfIsTheWholeWhereTheTextIsNotInTheSource() {
        ScalarNode made = new ScalarNode("something else", false, "", scalar("abc").span());
        assertEquals(made.span(), made.spanOf(2, 3));
        ScalarNode empty = scalar("");
        assertEquals(empty.span(), empty.spanOf(0, 0));
        assertEquals("1:5-1:5", place(scalar("abc").spanOf(1, 1)));
        assertEquals("1:7-1:7", place(scalar("abc").spanOf(3, 3)));
    }

    @Test
    void aliasesAndMergeKeys() {
        Node root = read("""
                base: &base {a: 1, b: 2}
                other: &other {b: 3, c: 4}
                one: *base
                two: {<<: [*base, *other], a: 9, "<<x": 1}
                """);
        assertSame(at(root, "base"), at(root, "one"));
        MappingNode two = assertInstanceOf(MappingNode.class, at(root, "two"));
        assertEquals(
                "a=9 <<x=1 b=2 c=4",
                String.join(" ", two.entries().stream()
                        .map(e -> e.key().text() + "=" + ((ScalarNode) e.value()).text())
                        .toList()));
    }

    @Test
    void anchorsMayBeDefinedAgain() {
        SequenceNode list = assertInstanceOf(SequenceNode.class, read("[&a 1, *a, &a 2, *a]"));
        assertEquals(
                List.of("1", "1", "2", "2"), list.items().stream().map(n -> ((ScalarNode) n).text()).toList());
    }

    @Test
    void secretsAndFilesKeepTheirTag() {
        assertEquals("!secret", scalar("!secret abc").tag());
        assertEquals("!file", scalar("!file 'key.pem'").tag());
    }

    @Test
    void anEmptySourceIsNull() {
        for (String text : List.of("", "\n\n", "# only a comment", "---\n", "---\n...\n")) {
            assertTrue(assertInstanceOf(ScalarNode.class, read(text)).isNull());
        }
    }

    @Test
    void duplicatesNameBothPlaces() {
        Diagnostic found = wrong("a: 1\nb: 2\na: 3\n").getFirst();
        assertEquals("3:1-3:2", place(found.span()));
        assertEquals("1:1-1:2", place(found.related().getFirst().span()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{a: ", "- ", "? ", "a:\n "})
    void deepNestingIsAnError(String open) {
        String text = open.endsWith("\n ")
                ? deepMapping()
                : open.repeat(20_000);
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(5), () -> assertEquals("yaml-limit", wrong(text).getFirst().code()));
    }

    private static String deepMapping() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 300; i++) {
            text.append(" ".repeat(i)).append("a:\n");
        }
        return text.toString();
    }

    @Test
    void hostileAliasesAreAnError() {
        StringBuilder text = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 30; i++) {
            text.append("a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ", ").repeat(10)));
        }
        assertEquals("yaml-limit", wrong(text.toString()).getFirst().code());
        StringBuilder deep = new StringBuilder("a0: &a0 [x]\n");
        for (int i = 1; i < 200; i++) {
            deep.append("a%d: &a%d [*a%d]\n".formatted(i, i, i - 1));
        }
        assertEquals("yaml-limit", wrong(deep.toString()).getFirst().code());
        assertEquals("yaml-alias", wrong("a: &a [*a]").getFirst().code());
        assertEquals("yaml-limit", wrong("a: " + "x".repeat(5_000_000)).getFirst().code());
    }

    @Test
    void manyMistakesDoNotTakeLong() {
        String text = "k: {" + "a: 1, ".repeat(20_000) + "}";
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(10), () -> assertEquals(19_999, wrong(text).size()));
    }
}
