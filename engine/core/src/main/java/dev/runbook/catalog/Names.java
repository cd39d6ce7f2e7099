package dev.runbook.catalog;

import java.util.Locale;

/** Java names and YAML names. */
final class Names {
    private Names() {}

    /** {@code createHome} to {@code create_home}. */
    static String snake(String camel) {
        var result = new StringBuilder();
        for (int i = 0; i < camel.length(); i++) {
            char c = camel.charAt(i);
            boolean wordStart = Character.isUpperCase(c)
                    && i > 0
                    && (!Character.isUpperCase(camel.charAt(i - 1))
                            || (i + 1 < camel.length() && Character.isLowerCase(camel.charAt(i + 1))));
            if (wordStart) {
                result.append('_');
            }
            result.append(Character.toLowerCase(c));
        }
        return result.toString();
    }

    /** {@code IN_PLACE} to {@code in_place}. */
    static String constant(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
