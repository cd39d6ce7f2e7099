package dev.runbook.expression;

import java.util.Locale;
import java.util.regex.Pattern;

/** What text looks like. */
final class Looks {
    private static final Pattern NUMBER = Pattern.compile("\\s*[-+]?[0-9]+(\\.[0-9]+)?\\s*");

    private Looks() {}

    static boolean numeric(String text) {
        return text.length() < 100 && NUMBER.matcher(text).matches();
    }

    static boolean truth(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "false", "yes", "no", "on", "off" -> true;
            default -> false;
        };
    }
}
