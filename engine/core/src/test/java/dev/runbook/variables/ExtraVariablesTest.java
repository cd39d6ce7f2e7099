package dev.runbook.variables;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.runbook.api.Secret;
import dev.runbook.language.Diagnostics;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExtraVariablesTest {
    @TempDir
    Path directory;

    private final Diagnostics diagnostics = new Diagnostics();

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "a=1                                  | {a=1}",
        "a=1 b=two                            | {a=1, b=two}",
        "a=\"two words\" b='it''s'            | {a=two words, b=its}",
        "'a=two words'                        | {a=two words}",
        "a=b=c                                | {a=b=c}",
        "a=                                   | {a=}",
        "a=#x  b=y#z                          | {a=#x, b=y#z}",
        "re=\\d+\\.x                          | {re=\\d+\\.x}",
        "path=two\\ words q=\\\"              | {path=two words, q=\"}",
        "a=@{b}                               | {a=@{b}}",
    })
    void keyValuesAreText(String argument, String expected) {
        assertEquals(expected, values(argument).toString());
        assertEquals(List.of(), diagnostics.all());
        values(argument).values().forEach(value -> assertEquals(String.class, value.getClass()));
    }

    @Test
    void mappingsHaveTypes() {
        Map<String, Object> expected = new LinkedHashMap<>();
        expected.put("i", 1L);
        expected.put("big", new BigInteger("123456789012345678901234567890"));
        expected.put("o", 8L);
        expected.put("h", 255L);
        expected.put("d", 1.5);
        expected.put("b", true);
        expected.put("n", null);
        expected.put("s", "1");
        expected.put("t", "yes");
        expected.put("l", List.of(1L, "@{x}"));
        assertEquals(expected, values(
                "{i: 1, big: 123456789012345678901234567890, o: 0o10, h: 0xFF, d: 1.5, b: true, n: null, s: \"1\", t: yes, l: [1, \"@{x}\"]}"));
        assertEquals(Map.of("a", List.of()), values("{\"a\": []}"));
    }

    @Test
    void filesAreMappings() {
        Fixture fixture = new Fixture(directory);
        fixture.write("vars.yml", "a: 1\nansible_password: abc\n");
        assertEquals(Map.of("a", 1L, "ansible_password", new Secret("abc"), "b", "2"), values("@vars.yml", "b=2"));
        assertEquals(Map.of("a", "later"), values("@vars.yml", "a=later").entrySet().stream()
                .filter(e -> e.getKey().equals("a"))
                .collect(java.util.stream.Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    @Test
    void saysWhatIsWrong() {
        new Fixture(directory).write("vars.yml", "- a\n");
        values("a", "vars.yml", "a=two words", "1a=x", "a=\"x", "[1]", "{a: 1", "@none.yml", "@vars.yml", "", "{a: [!secret x]}");
        assertEquals(
                List.of(
                        "variable-expected -e:1:1 variables are `name=value`, a mapping in braces, or `@FILE`",
                        "variable-expected -e:1:1 to read variables from the file, write `-e @vars.yml`",
                        "variable-expected -e:1:7 a value with spaces needs quotes of its own: `-e 'name=\"two words\"'`",
                        "invalid-name -e:1:1 names have letters, digits and `_`, and start with no digit",
                        "unclosed-quote -e:1:3",
                        "wrong-shape -e:1:1 write `-e '{\"name\": \"value\"}'`",
                        "yaml-unclosed -e:1:1",
                        "file-missing -e:1:1",
                        "wrong-shape vars.yml:1:1 write each variable as `name: value`",
                        "variable-expected -e:1:1 write `-e name=value`",
                        "yaml-tag -e:1:14 give it a variable of its own, or put the file under `vars_files`"),
                diagnostics.all().stream()
                        .map(d -> d.code() + " " + d.span().at()
                                + (d.code().startsWith("yaml-u") || d.code().startsWith("file") || d.hints().isEmpty()
                                        ? "" : " " + d.hints().getFirst()))
                        .toList());
    }

    private Map<String, Object> values(String... arguments) {
        Map<String, Object> values = new LinkedHashMap<>();
        ExtraVariables.parse(List.of(arguments), directory, diagnostics)
                .all()
                .forEach(variable -> values.put(variable.name(), variable.data()));
        return values;
    }
}
