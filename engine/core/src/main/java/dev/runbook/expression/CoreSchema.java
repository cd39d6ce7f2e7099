package dev.runbook.expression;

import java.math.BigInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a plain scalar means by YAML 1.2's core schema, with one exception: a number that would lose characters stays
 * text. So 2.10 is not 2.1, and 0644 is not 644.
 */
public final class CoreSchema {
    private static final Pattern INTEGER = Pattern.compile("[-+]?(?:0|[1-9][0-9]{0,999})");
    private static final Pattern OCTAL = Pattern.compile("0o[0-7]{1,300}");
    private static final Pattern HEXADECIMAL = Pattern.compile("0x[0-9a-fA-F]{1,300}");
    private static final Pattern DECIMAL = Pattern.compile("[-+]?(?:\\.[0-9]{1,300}|[0-9]{1,300}(?:\\.[0-9]{0,300})?)(?:[eE][-+]?[0-9]{1,3})?");
    private static final Pattern LOSES = Pattern.compile("[-+]?(?:0[0-9].*|[0-9]+\\.[0-9]+0|[0-9]+\\.)");

    private CoreSchema() {}

    /** The value of a plain scalar without a tag; text where it is nothing else. */
    public static @Nullable Object resolve(String text) {
        return switch (text) {
            case "", "~", "null", "Null", "NULL" -> null;
            case "true", "True", "TRUE" -> true;
            case "false", "False", "FALSE" -> false;
            case ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF" -> Double.POSITIVE_INFINITY;
            case "-.inf", "-.Inf", "-.INF" -> Double.NEGATIVE_INFINITY;
            case ".nan", ".NaN", ".NAN" -> Double.NaN;
            default -> number(text);
        };
    }

    private static Object number(String text) {
        char first = text.charAt(0);
        if ("+-.0123456789".indexOf(first) < 0) {
            return text;
        }
        if (INTEGER.matcher(text).matches()) {
            return Values.integer(new BigInteger(text));
        }
        if (OCTAL.matcher(text).matches()) {
            return Values.integer(new BigInteger(text.substring(2), 8));
        }
        if (HEXADECIMAL.matcher(text).matches()) {
            return Values.integer(new BigInteger(text.substring(2), 16));
        }
        if (DECIMAL.matcher(text).matches() && !LOSES.matcher(text).matches()) {
            double value = Double.parseDouble(text);
            return Double.isInfinite(value) ? text : (Object) value;
        }
        return text;
    }
}
