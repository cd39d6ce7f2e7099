package dev.runbook.expression;

import static dev.runbook.expression.FunctionLibrary.optional;
import static dev.runbook.expression.FunctionLibrary.p;

import dev.runbook.api.Content;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Functions that make one kind of data out of another. */
final class ConversionFunctions {
    private static final Pattern INTEGER = Pattern.compile("[-+]?[0-9]{1,1000}");
    private static final Pattern DECIMAL = Pattern.compile("[-+]?[0-9]{1,400}(\\.[0-9]{1,400})?([eE][-+]?[0-9]{1,3})?");

    private ConversionFunctions() {}

    static void define(FunctionLibrary.Builder library) {
        var scalar = p("value", Type.SCALAR);
        var any = p("value", Type.ANY);
        var text = p("text", Type.TEXT);
        library.add("int", Type.INTEGER, "A whole number: read from text, or without its decimals.", "int(' 12 ') + 1", "13",
                        a -> integer(a.get(0)), scalar)
                .add("number", Type.NUMBER, "A number read from text.", "number('2.5') * 2", "5.0", a -> number(a.get(0)), scalar)
                .add("string", Type.TEXT, "As text; lists and maps as JSON.", "string(5) + 'x'", "'5x'", a -> a.words(0), any)
                .add("boolean", Type.BOOLEAN, "True for true, yes, on and 1; false for false, no, off and 0.", "boolean('yes')", "true",
                        a -> truth(a.get(0)), scalar)
                .passing("type_of", Type.TEXT, "One of text, number, boolean, list, map and null.", "type_of('5')", "'text'",
                        a -> Kind.of(a.get(0)).label(), any)
                .add("to_json", Type.TEXT, "As JSON; with a second argument on several lines, indented by so many spaces.",
                        "to_json(['a': [1, null]])", "'{\"a\":[1,null]}'", ConversionFunctions::toJson, any,
                        optional("indent", Type.INTEGER))
                .add("from_json", Type.ANY, "The data JSON stands for.", "from_json('{\"a\": 1}').a", "1",
                        a -> Parsing.json(a.text(0), a.budget()), text)
                .add("to_yaml", Type.TEXT, "As YAML in block style.", "to_yaml(['a': [1, 'x']])", "'a:\\n- 1\\n- x\\n'",
                        a -> Parsing.toYaml(a.get(0), a.budget()), any)
                .add("from_yaml", Type.ANY, "The data a YAML document stands for.", "from_yaml('a: [1, x]').a", "[1, 'x']",
                        a -> Parsing.yaml(a.text(0), a.budget()), text);
        library.add("b64encode", Type.TEXT, "The text's UTF-8 bytes in Base64.", "b64encode('user:pw')", "'dXNlcjpwdw=='",
                        a -> limited(a, Base64.getEncoder().encodeToString(a.text(0).getBytes(StandardCharsets.UTF_8))), text)
                .add("b64decode", Type.TEXT, "The UTF-8 text whose bytes Base64 stands for.", "b64decode('dXNlcjpwdw==')", "'user:pw'",
                        ConversionFunctions::decode, text)
                .add("sha256", Type.TEXT, "The SHA-256 checksum of the text's UTF-8 bytes, in hexadecimal.",
                        "sha256('').substring(0, 8)", "'e3b0c442'",
                        a -> Content.sha256(a.text(0).getBytes(StandardCharsets.UTF_8)), text)
                .add("url_encode", Type.TEXT, "Escaped so that it can be part of a URL.", "url_encode('a b&c')", "'a%20b%26c'",
                        a -> limited(a, URLEncoder.encode(a.text(0), StandardCharsets.UTF_8).replace("+", "%20").replace("*", "%2A")
                                .replace("%7E", "~")), text);
    }

    private static String limited(Arguments a, String text) {
        a.budget().text(text.length());
        return text;
    }

    private static Number integer(@Nullable Object value) {
        return switch (value) {
            case Double number -> {
                if (!Values.finite(number)) {
                    throw Arguments.fail(0, "is not finite");
                }
                yield Values.integer(new BigDecimal(number).toBigInteger());
            }
            case Number number -> number;
            case String text when INTEGER.matcher(text.strip()).matches() -> Values.integer(new BigInteger(text.strip()));
            case null, default -> throw Arguments.fail(0, "cannot be read as a whole number");
        };
    }

    private static Number number(@Nullable Object value) {
        return switch (value) {
            case Number number -> number;
            case String text when INTEGER.matcher(text.strip()).matches() -> Values.integer(new BigInteger(text.strip()));
            case String text when DECIMAL.matcher(text.strip()).matches() -> Double.valueOf(text.strip());
            case null, default -> throw Arguments.fail(0, "cannot be read as a number");
        };
    }

    private static boolean truth(@Nullable Object value) {
        if (value instanceof Boolean truth) {
            return truth;
        }
        String text = value instanceof Number number ? number.toString() : String.valueOf(value).strip().toLowerCase(Locale.ROOT);
        return switch (text) {
            case "true", "yes", "on", "1" -> true;
            case "false", "no", "off", "0" -> false;
            default -> throw Arguments.fail(0, "cannot be read as true or false", "true are true, yes, on and 1; false are false, no, off and 0");
        };
    }

    private static String toJson(Arguments a) {
        int indent = a.has(1) ? a.integer(1) : 0;
        if (indent < 0 || indent > 16) {
            throw Arguments.fail(1, "must be between 0 and 16");
        }
        return Json.write(a.get(0), indent, a.budget());
    }

    private static String decode(Arguments a) {
        try {
            byte[] bytes = Base64.getDecoder().decode(a.text(0).replaceAll("\\s", ""));
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (IllegalArgumentException e) {
            throw Arguments.fail(0, "is not Base64");
        } catch (CharacterCodingException e) {
            throw Arguments.fail(0, "is Base64 of something that is not UTF-8 text");
        }
    }
}
