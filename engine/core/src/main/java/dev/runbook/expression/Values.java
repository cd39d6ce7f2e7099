package dev.runbook.expression;

import dev.runbook.api.Secret;
import dev.runbook.api.Unknown;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What can be done with plain data whatever its kind. */
final class Values {
    private static final BigInteger LEAST = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger MOST = BigInteger.valueOf(Long.MAX_VALUE);
    private static final int LONGEST_PLAIN = 40;

    private Values() {}

    /** A {@link Long} where it fits. */
    static Number integer(BigInteger number) {
        return number.compareTo(LEAST) >= 0 && number.compareTo(MOST) <= 0 ? (Number) number.longValue() : number;
    }

    /** The number types of plain data, whatever a variable's source made of it. */
    static @Nullable Object normal(@Nullable Object value) {
        return switch (value) {
            case Integer number -> number.longValue();
            case Short number -> number.longValue();
            case Byte number -> number.longValue();
            case Float number -> Double.valueOf(number.toString());
            case BigInteger number -> integer(number);
            case BigDecimal number -> number.doubleValue();
            case null, default -> value;
        };
    }

    /**
     * As it stands inside of text: null is empty, lists and maps are JSON.
     *
     * @throws dev.runbook.api.UnknownException where it holds something unknown
     */
    static String text(@Nullable Object value, Budget budget) {
        return switch (value) {
            case null -> "";
            case String text -> text;
            case Double number -> decimal(number);
            case List<?> list -> Json.write(list, 0, budget);
            case Map<?, ?> map -> Json.write(map, 0, budget);
            default -> value.toString();
        };
    }

    /** Text of a text, number or boolean. */
    static String scalar(@Nullable Object value) {
        return value instanceof Double number ? decimal(number) : String.valueOf(value);
    }

    /** Without an exponent where that is not long. */
    static String decimal(double number) {
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            return Double.toString(number);
        }
        String shortest = Double.toString(number);
        String plain = shortest.indexOf('E') < 0 ? shortest : new BigDecimal(shortest).toPlainString();
        return plain.length() <= LONGEST_PLAIN ? plain : shortest;
    }

    static BigDecimal exact(Number number) {
        return switch (number) {
            case Double decimal -> new BigDecimal(decimal.toString());
            case BigInteger integer -> new BigDecimal(integer);
            default -> BigDecimal.valueOf(number.longValue());
        };
    }

    static boolean finite(Number number) {
        return !(number instanceof Double decimal) || !decimal.isNaN() && !decimal.isInfinite();
    }

    static BigInteger whole(Number number) {
        return number instanceof BigInteger big ? big : BigInteger.valueOf(number.longValue());
    }

    /** For messages: text in quotes, secrets masked, long ones cut. */
    static String show(@Nullable Object value) {
        var out = new StringBuilder();
        show(value, out, 0);
        return cut(out.toString(), 80);
    }

    private static void show(@Nullable Object value, StringBuilder out, int depth) {
        if (out.length() > 100 || depth > 20) {
            out.append('…');
            return;
        }
        switch (value) {
            case null -> out.append("null");
            case String text -> out.append('\'').append(printable(cut(text, 80))).append('\'');
            case Double number -> out.append(decimal(number));
            case Secret secret -> out.append(secret);
            case Unknown unknown -> out.append("(unknown)");
            case List<?> list -> {
                out.append('[');
                for (Object item : list) {
                    out.append(out.charAt(out.length() - 1) == '[' ? "" : ", ");
                    show(item, out, depth + 1);
                    if (out.length() > 100) {
                        break;
                    }
                }
                out.append(']');
            }
            case Map<?, ?> map -> {
                out.append('[');
                String separator = map.isEmpty() ? ":" : "";
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    out.append(separator).append('\'').append(printable(cut(String.valueOf(entry.getKey()), 40))).append("': ");
                    show(entry.getValue(), out, depth + 1);
                    separator = ", ";
                    if (out.length() > 100) {
                        break;
                    }
                }
                out.append(map.isEmpty() ? ":]" : "]");
            }
            default -> out.append(cut(value.toString(), 80));
        }
    }

    private static String printable(String text) {
        var out = new StringBuilder();
        text.codePoints().forEach(c -> {
            switch (c) {
                case '\n' -> out.append("\\n");
                case '\t' -> out.append("\\t");
                case '\r' -> out.append("\\r");
                default -> {
                    if (Character.isISOControl(c)) {
                        out.append("\\u%04x".formatted(c));
                    } else {
                        out.appendCodePoint(c);
                    }
                }
            }
        });
        return out.toString();
    }

    /** At most this many characters, on one line. */
    static String cut(String text, int length) {
        String line = text.indexOf('\n') < 0 ? text : text.strip().replaceAll("\\s*\\n\\s*", " ");
        if (line.length() <= length) {
            return line;
        }
        int end = Character.isHighSurrogate(line.charAt(length - 2)) ? length - 2 : length - 1;
        return line.substring(0, end) + "…";
    }

    static List<@Nullable Object> list(List<? extends @Nullable Object> items) {
        return Collections.unmodifiableList(new ArrayList<@Nullable Object>(items));
    }

    /** The map itself, unchangeable and in its order. */
    static Map<String, @Nullable Object> map(LinkedHashMap<String, @Nullable Object> entries) {
        return Collections.unmodifiableMap(entries);
    }

    /** Whether nothing in it is unknown or secret. */
    static boolean plain(@Nullable Object value, Budget budget) {
        budget.step();
        return switch (value) {
            case Secret secret -> false;
            case Unknown unknown -> false;
            case List<?> list -> {
                for (Object item : list) {
                    if (!plain(item, budget)) {
                        yield false;
                    }
                }
                yield true;
            }
            case Map<?, ?> map -> {
                for (Object item : map.values()) {
                    if (!plain(item, budget)) {
                        yield false;
                    }
                }
                yield true;
            }
            case null, default -> true;
        };
    }

    /** The same with every text in it secret. */
    static @Nullable Object secret(@Nullable Object value) {
        return switch (value) {
            case String text -> new Secret(text);
            case List<?> list -> {
                List<@Nullable Object> items = new ArrayList<>(list.size());
                list.forEach(item -> items.add(secret(item)));
                yield Collections.unmodifiableList(items);
            }
            case Map<?, ?> map -> {
                var entries = new LinkedHashMap<String, @Nullable Object>();
                map.forEach((key, item) -> entries.put(String.valueOf(key), secret(item)));
                yield map(entries);
            }
            case null, default -> value;
        };
    }
}
