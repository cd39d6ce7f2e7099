package dev.runbook.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runbook.api.Secret;
import dev.runbook.language.Diagnostics;
import dev.runbook.language.Node;
import dev.runbook.language.RunbookException;
import dev.runbook.language.Source;
import dev.runbook.language.YamlReader;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValuesTest {
    private final Diagnostics diagnostics = new Diagnostics();
    private final MvelExpressions expressions = Fixture.expressions();

    private @Nullable Object value(Node node) {
        Expression value = expressions.value(node, diagnostics);
        assertEquals(List.of(), diagnostics.all());
        return value.evaluate(Fixture.scope());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "NULL", value = {
        "5|5|Long", "-5|-5|Long", "+5|5|Long", "0|0|Long", "0o14|12|Long", "0xff|255|Long",
        "9223372036854775808|9223372036854775808|BigInteger", "2.5|2.5|Double", "1.0|1.0|Double", "1e3|1000.0|Double", ".5|0.5|Double",
        "-0.5|-0.5|Double", ".inf|Infinity|Double", "-.INF|-Infinity|Double", ".nan|NaN|Double",
        "true|true|Boolean", "False|false|Boolean", "yes|yes|String", "no|no|String", "on|on|String", "y|y|String",
        "2.10|2.10|String", "0644|0644|String", "007|007|String", "1.50|1.50|String", "2.54.1|2.54.1|String", "5.|5.|String", "1_000|1_000|String",
        "12:30|12:30|String", "0b1|0b1|String", "1e999|1e999|String", "0x|0x|String", "-|-|String", "+|+|String", ".|.|String", "text|text|String",
        "2026-01-31|2026-01-31|String", "-0o7|-0o7|String"})
    void plainScalarsHaveTheTypesOfTheCoreSchema(String text, String value, String type) {
        Object result = value(Fixture.plain(text));
        assertEquals(type, result == null ? "null" : result.getClass().getSimpleName());
        assertEquals(value, String.valueOf(result));
    }

    @Test
    void nothingIsNull() {
        for (String text : List.of("", "~", "null", "NULL")) {
            assertNull(value(Fixture.plain(text)));
        }
    }

    @Test
    void quotedScalarsAreText() {
        for (String text : List.of("", "~", "5", "true", "null", "2.5")) {
            assertEquals(text, value(Fixture.quoted(text)));
        }
        assertEquals("5", value(Fixture.scalar("5", false, "!!str")));
    }

    @Test
    void oneExpressionKeepsItsType() {
        assertEquals(3L, value(Fixture.quoted("@{three}")));
        assertEquals(BigInteger.TWO.pow(63), value(Fixture.quoted("@{big + 1}")));
        assertNull(value(Fixture.quoted("@{nothing}")));
        assertEquals(List.of(3L, 1L, 2L), value(Fixture.quoted("@{numbers}")));
        assertEquals(Omit.OMIT, value(Fixture.quoted("@{omit}")));
        assertEquals(Map.of("known", 1L, "later", Fixture.UNKNOWN), value(Fixture.quoted("@{partly}")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = false, value = {
        "a @{three} b|a 3 b", "@{three}@{word}|3web", " @{three}| 3", "@@{three}|@{three}", "@@@{three}|@@{three}", "a@b @ c@|a@b @ c@",
        "@{word + '}'} x|web} x", "@{['a': '{']['a']} x|{ x", "@{nothing}-|-", "@{half}x|0.5x", "@{1e10}x|10000000000x", "@{truth}x|truex",
        "@{numbers} x|[3,1,2] x", "@{nomap} x|{} x", "{{ x }} ${y}|{{ x }} ${y}", "@{template} x|@{three} x", "@if{x}|@if{x}",
        "@{\"a}\\\"b\"} x|a}\"b x"})
    void longerTextBecomesText(String text, String value) {
        assertEquals(value, value(Fixture.quoted(text)));
        assertEquals(value, value(Fixture.plain(text)));
    }

    @Test
    void whatAnExpressionGivesIsNeverATemplate() {
        assertEquals("@{three}", value(Fixture.quoted("@{template}")));
        assertEquals("@{three}", value(Fixture.quoted("@{'@' + '{three}'}")));
    }

    @Test
    void textWithAnUnknownPartIsUnknown() {
        assertEquals(Fixture.UNKNOWN, value(Fixture.quoted("a @{later} b")));
        assertEquals(Fixture.UNKNOWN, value(Fixture.quoted("a @{partly} b")));
        assertEquals(Fixture.UNKNOWN, value(Fixture.quoted("a @{later.x + 1} b")));
    }

    @Test
    void textWithASecretPartIsSecret() {
        assertEquals(new Secret("a hunter2 b"), value(Fixture.quoted("a @{password} b")));
        assertEquals(new Secret("a 7 b"), value(Fixture.quoted("a @{password.length()} b")));
        assertEquals(new Secret("{\"user\":\"ann\",\"password\":\"hunter2\"}!"), value(Fixture.quoted("@{credentials}!")));
        assertEquals("a ann b", value(Fixture.quoted("a @{credentials.user} b")));
    }

    @Test
    void textIsAlwaysText() {
        assertEquals("3", text(Fixture.quoted("@{three}")));
        assertEquals("5", text(Fixture.plain("5")));
        assertEquals("true", text(Fixture.plain("true")));
        assertEquals("", text(Fixture.plain("")));
        assertEquals("2.10", text(Fixture.plain("2.10")));
        assertEquals(new Secret("hunter2"), text(Fixture.quoted("@{password}")));
        assertEquals(Fixture.UNKNOWN, text(Fixture.quoted("@{partly}")));
    }

    private @Nullable Object text(Node.ScalarNode node) {
        Expression text = expressions.text(node, diagnostics);
        assertEquals(List.of(), diagnostics.all());
        return text.evaluate(Fixture.scope());
    }

    private Expression yaml(String text) {
        var source = new Source("vars.yml", null, text);
        Node node = new YamlReader().read(source, diagnostics).orElseThrow();
        return expressions.value(node, diagnostics);
    }

    @Test
    void structuresAreEvaluatedInside() {
        Expression value = yaml("""
                a: 1
                "x@{three}": [ "@{word}", "@{omit}", 2.10 ]
                gone: "@{omit}"
                deep: {later: "@{later}", pw: "@{password}", list: ["@{partly}"]}
                file: !file motd.txt
                """);
        assertEquals(List.of(), diagnostics.all());
        assertEquals("{a=1, x3=[\"web\", \"2.10\"], deep={later=unknown, pw=secret hunter2, list=[{known=1, later=unknown}]}, file=\"Welcome\\n\"}",
                Fixture.shown(value.evaluate(Fixture.scope())));
        assertFalse(value.literal());
        assertEquals(List.of("later", "partly", "password", "three", "word"), names(value));
    }

    @Test
    void aStructureWithoutExpressionsIsLiteral() {
        assertTrue(yaml("a: [1, {b: c}]").literal());
    }

    @Test
    void keysMustDiffer() {
        Expression value = yaml("{x3: 1, \"x@{three}\": 2}");
        var failure = assertThrows(RunbookException.class, () -> value.evaluate(Fixture.scope()));
        assertEquals("duplicate-key", failure.diagnostics().getFirst().code());
        assertEquals("1:9", place(failure));
    }

    @Test
    void aSecretCannotBeAKey() {
        Expression value = yaml("{\"@{password}\": 2}");
        var failure = assertThrows(RunbookException.class, () -> value.evaluate(Fixture.scope()));
        assertEquals("wrong-type", failure.diagnostics().getFirst().code());
    }

    private static String place(RunbookException failure) {
        var span = failure.diagnostics().getFirst().span();
        return span == null ? "nowhere" : span.startLine() + ":" + span.startColumn();
    }

    @Test
    void missingFilesAreFoundBeforehand() {
        yaml("a: !file nosuch.txt");
        assertEquals("file-missing", diagnostics.all().getFirst().code());
        assertEquals("the path `nosuch.txt` names a file that does not exist", diagnostics.all().getFirst().summary());
    }

    @Test
    void aFilesNameMayBeComputed() {
        assertEquals("Welcome\n", yaml("!file \"@{'motd'}.txt\"").evaluate(Fixture.scope()));
        assertEquals(List.of(), diagnostics.all());
    }

    @Test
    void encryptedValuesNeedADecryptor() {
        yaml("a: !secret abc");
        assertEquals("no-decryptor", diagnostics.all().getFirst().code());
    }

    @Test
    void encryptedValuesAreDecryptedWhenUsed() {
        var decryptor = new SecretDecryptor() {
            @Override
            public void check(Node.ScalarNode scalar, Diagnostics found) {
                // Any text will do.
            }

            @Override
            public Secret decrypt(Node.ScalarNode scalar) {
                return new Secret(new StringBuilder(scalar.text()).reverse().toString());
            }
        };
        var own = new MvelExpressions(Fixture.options(java.nio.file.Path.of(".")).withDecryptor(decryptor));
        Expression value = own.value(Fixture.scalar("cba", false, "!secret"), diagnostics);
        assertEquals(new Secret("abc"), value.evaluate(Fixture.scope()));
        assertFalse(value.literal());
    }

    @Test
    void brokenOnesTellTheirMistakesAgain() {
        Expression broken = expressions.value(Fixture.quoted("@{three three} @{'a' - 1}"), diagnostics);
        assertEquals(2, diagnostics.all().size());
        var failure = assertThrows(RunbookException.class, () -> broken.evaluate(Fixture.scope()));
        assertEquals(diagnostics.all(), failure.diagnostics());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '→', value = {
        "a.b + c[d]→a c d", "default(a.b, c)→a! c", "defined(a.b[0])→a!", "defined(a) && a > b→a! a! b", "a > 1 && defined(a)→a a!",
        "!defined(a) || a > 1→a! a!", "defined(a) || a > 1→a a!", "defined(a) ? a : b→a! a! b", "defined(a) ? b : a→a a! b",
        "(defined(a) && defined(b)) && a + b > 1→a! a! b! b!", "defined(a) && true || a→a a!", "($.x + y in z if $ > w)→w y z",
        "upper(a)→a", "a.upper.b→a", "omit→''", "1 + 2→''"})
    void referencesNameVariablesAndWhetherTheyAreGuarded(String expression, String references) {
        assertEquals(references, Fixture.value(expression).references().stream()
                .map(reference -> reference.name() + (reference.guarded() ? "!" : ""))
                .sorted().collect(Collectors.joining(" ")));
    }

    private static List<String> names(Expression expression) {
        return expression.references().stream().map(Expression.Reference::name).sorted().distinct().collect(Collectors.toList());
    }
}
