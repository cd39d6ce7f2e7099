package dev.runbook.language;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How values of keywords are written. */
public final class Literals {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,3})?)\\s*(ms|s|m|h|d)?");
    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern COUNT = Pattern.compile("\\d{1,9}");

    private static final Pattern PERCENTAGE = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,3})?)\\s*%?");

    private Literals() {}

    /** {@code true false yes no on off}, in any case. */
    public static Optional<Boolean> bool(String text) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on" -> Optional.of(true);
            case "false", "no", "off" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    /** Seconds, {@code 1.5}, or a number with a unit: {@code 500ms 5s 2m 1h 1d}. */
    public static Optional<Duration> duration(String text) {
        Matcher matcher = DURATION.matcher(text.strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long unit =
                switch (matcher.group(2) == null ? "s" : matcher.group(2)) {
                    case "ms" -> 1;
                    case "m" -> 60_000;
                    case "h" -> 3_600_000;
                    case "d" -> 86_400_000;
                    default -> 1_000;
                };
        return Optional.of(Duration.ofMillis(
                new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(unit)).longValue()));
    }

    /** A whole number from 0 to 999,999,999. */
    public static Optional<Integer> count(String text) {
        return COUNT.matcher(text.strip()).matches() ? Optional.of(Integer.parseInt(text.strip())) : Optional.empty();
    }

    /** A number from 0 to 100, with or without {@code %}. */
    public static Optional<Double> percentage(String text) {
        Matcher matcher = PERCENTAGE.matcher(text.strip());
        return matcher.matches()
                ? Optional.of(Double.valueOf(matcher.group(1))).filter(number -> number <= 100)
                : Optional.empty();
    }

    /** How many hosts of {@code total} are taken at once: {@code 3} or {@code 30%}, and always at least one. */
    public static Optional<java.util.function.IntUnaryOperator> batchSize(String text) {
        String size = text.strip();
        if (size.endsWith("%")) {
            return percentage(size)
                    .filter(percent -> percent > 0)
                    .map(percent -> total -> Math.max(1, (int) (total * percent / 100)));
        }
        return count(size).filter(number -> number > 0).map(number -> total -> number);
    }

    /** Whether a text can be the name of a variable. */
    public static boolean identifier(String text) {
        return IDENTIFIER.matcher(text).matches();
    }
}
