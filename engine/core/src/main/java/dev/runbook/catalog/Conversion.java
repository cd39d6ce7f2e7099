package dev.runbook.catalog;

import dev.runbook.api.FileMode;
import dev.runbook.api.Payload;
import dev.runbook.api.Secret;
import dev.runbook.api.SourceFile;
import dev.runbook.language.Suggestions;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** From the text of a scalar to the value a component takes. */
final class Conversion {
    private static final Pattern INTEGER = Pattern.compile("[-+]?[0-9]+");
    private static final Pattern BASED = Pattern.compile("0([ox])([0-9a-fA-F]+)");
    private static final Pattern DURATION = Pattern.compile("(?:[0-9]+(?:\\.[0-9]+)?(?:ms|s|m|h|d|w))+");
    private static final Pattern DURATION_PART = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)(ms|s|m|h|d|w)");
    private static final Map<String, Long> UNIT_MILLIS =
            Map.of("ms", 1L, "s", 1000L, "m", 60_000L, "h", 3_600_000L, "d", 86_400_000L, "w", 604_800_000L);

    private Conversion() {}

    /** A scalar's text as the type wants it. Types that are not written as one scalar are refused. */
    static Object text(ParameterType type, String text) throws ConversionException {
        return switch (type) {
            case ParameterType.Text _ -> text;
            case ParameterType.SecretText _ -> new Secret(text);
            case ParameterType.YesNo _ -> yesNo(text.strip());
            case ParameterType.WholeNumber number -> whole(number.wide(), text.strip());
            case ParameterType.DecimalNumber _ -> decimal(text.strip());
            case ParameterType.Choice choice -> choice(choice, text);
            case ParameterType.Mode _ -> mode(text);
            case ParameterType.Time _ -> duration(text.strip());
            case ParameterType.Anything _ -> text;
            case ParameterType.HostFile _ -> new SourceFile(text, null, Payload.of(""), false);
            case ParameterType.ListOf _, ParameterType.MapOf _, ParameterType.Nested _, ParameterType.LocalFile _,
                    ParameterType.TemplateFile _, ParameterType.BareExpression _ ->
                throw new ConversionException("expected " + type.describe());
        };
    }

    /** What {@link dev.runbook.api.Param#defaultValue()} says. */
    static Object defaultValue(ParameterType type, String text) throws ConversionException {
        return switch (type) {
            case ParameterType.ListOf list -> text.strip().equals("[]") ? List.of() : List.of(text(list.item(), text));
            case ParameterType.MapOf _ when text.strip().equals("{}") -> Map.of();
            default -> text(type, text);
        };
    }

    private static Boolean yesNo(String text) throws ConversionException {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on" -> true;
            case "false", "no", "off" -> false;
            default -> throw new ConversionException("expected a boolean: yes, no, true or false");
        };
    }

    private static Object whole(boolean wide, String text) throws ConversionException {
        Matcher based = BASED.matcher(text);
        try {
            if (based.matches()) {
                return ranged(wide, new BigInteger(based.group(2), based.group(1).equals("o") ? 8 : 16));
            }
        } catch (NumberFormatException e) {
            throw new ConversionException("expected a whole number such as 42");
        }
        if (!INTEGER.matcher(text).matches()) {
            throw new ConversionException("expected a whole number such as 42");
        }
        return ranged(wide, new BigInteger(text));
    }

    static Object ranged(boolean wide, BigInteger value) throws ConversionException {
        if (value.bitLength() > (wide ? 63 : 31)) {
            throw new ConversionException("expected a whole number from " + (wide ? Long.MIN_VALUE : Integer.MIN_VALUE)
                    + " to " + (wide ? Long.MAX_VALUE : Integer.MAX_VALUE));
        }
        if (wide) {
            return value.longValue();
        }
        return value.intValue();
    }

    private static Double decimal(String text) throws ConversionException {
        try {
            double value = new BigDecimal(text).doubleValue();
            if (Double.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            // falls through to the one message
        }
        throw new ConversionException("expected a number such as 2.5");
    }

    private static Object choice(ParameterType.Choice choice, String text) throws ConversionException {
        @Nullable Object constant = choice.constants().get(text);
        if (constant == null) {
            List<String> nearest = Suggestions.nearest(text.strip().toLowerCase(Locale.ROOT), choice.constants().keySet());
            throw nearest.isEmpty()
                    ? new ConversionException("expected " + choice.describe())
                    : new ConversionException(
                            "expected " + choice.describe(), "did you mean `" + nearest.getFirst() + "`?");
        }
        return constant;
    }

    private static FileMode mode(String text) throws ConversionException {
        try {
            return FileMode.parse(text);
        } catch (IllegalArgumentException e) {
            throw new ConversionException("expected a file mode: octal such as 0644, or symbolic such as u=rw,go=r");
        }
    }

    private static Duration duration(String text) throws ConversionException {
        try {
            if (!text.isEmpty() && text.chars().allMatch(c -> (c >= '0' && c <= '9') || c == '.')) {
                return Duration.ofMillis(millis(text, 1000));
            }
            if (DURATION.matcher(text).matches()) {
                Matcher part = DURATION_PART.matcher(text);
                long total = 0;
                while (part.find()) {
                    total = Math.addExact(total, millis(part.group(1), UNIT_MILLIS.getOrDefault(part.group(2), 1L)));
                }
                return Duration.ofMillis(total);
            }
        } catch (ArithmeticException | NumberFormatException e) {
            // falls through to the one message
        }
        throw new ConversionException("expected a duration: seconds such as 90, or 500ms, 30s, 5m, 2h, 1d, 1h30m");
    }

    private static long millis(String number, long unit) {
        return new BigDecimal(number).multiply(BigDecimal.valueOf(unit)).toBigInteger().longValueExact();
    }
}
