package dev.runbook.variables;

import dev.runbook.language.Diagnostics;
import dev.runbook.language.Node;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** YAML as data in which nothing is a template: scalars by YAML 1.2's core schema. */
final class PlainData {
    private static final Pattern INTEGER = Pattern.compile("[-+]?[0-9]+");
    private static final Pattern DECIMAL = Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");

    private final Diagnostics diagnostics;

    PlainData(Diagnostics diagnostics) {
        this.diagnostics = diagnostics;
    }

    @Nullable Object of(Node node) {
        return switch (node) {
            case Node.ScalarNode scalar when !scalar.tag().isEmpty() -> {
                diagnostics.error(
                        "yaml-tag",
                        scalar.span(),
                        "`" + scalar.tag() + "` cannot stand inside a list or mapping here",
                        "give it a variable of its own, or put the file under `vars_files`");
                yield null;
            }
            case Node.ScalarNode scalar -> scalar.quoted() ? scalar.text() : plain(scalar);
            case Node.SequenceNode sequence -> {
                List<@Nullable Object> items = new ArrayList<>();
                sequence.items().forEach(item -> items.add(of(item)));
                yield Collections.unmodifiableList(items);
            }
            case Node.MappingNode mapping -> {
                Map<String, @Nullable Object> entries = new LinkedHashMap<>();
                mapping.entries().forEach(entry -> entries.put(entry.key().text(), of(entry.value())));
                yield Collections.unmodifiableMap(entries);
            }
        };
    }

    private static @Nullable Object plain(Node.ScalarNode scalar) {
        String text = scalar.text();
        return switch (text) {
            case "", "~", "null", "Null", "NULL" -> null;
            case "true", "True", "TRUE" -> true;
            case "false", "False", "FALSE" -> false;
            case ".nan", ".NaN", ".NAN" -> Double.NaN;
            case ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF" -> Double.POSITIVE_INFINITY;
            case "-.inf", "-.Inf", "-.INF" -> Double.NEGATIVE_INFINITY;
            default -> number(text);
        };
    }

    private static Object number(String text) {
        if (INTEGER.matcher(text).matches()) {
            return integer(text.startsWith("+") ? text.substring(1) : text, 10);
        }
        if (text.matches("0o[0-7]+")) {
            return integer(text.substring(2), 8);
        }
        if (text.matches("0x[0-9a-fA-F]+")) {
            return integer(text.substring(2), 16);
        }
        return DECIMAL.matcher(text).matches() ? (Object) Double.valueOf(text) : text;
    }

    private static Object integer(String digits, int radix) {
        BigInteger number = new BigInteger(digits, radix);
        return number.bitLength() < Long.SIZE ? (Object) number.longValue() : number;
    }
}
