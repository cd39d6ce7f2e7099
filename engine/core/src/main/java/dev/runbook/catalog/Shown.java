package dev.runbook.catalog;

import dev.runbook.api.Secret;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Values in messages: short, on one line, secrets masked. */
final class Shown {
    private static final int LONGEST = 80;
    private static final String MASK = "********";

    private Shown() {}

    static String of(@Nullable Object value) {
        String text = full(value);
        return text.codePointCount(0, text.length()) <= LONGEST
                ? text
                : text.substring(0, text.offsetByCodePoints(0, LONGEST)) + "…";
    }

    /** The message without any of the secrets. */
    static String masked(String message, Collection<Secret> secrets) {
        String result = message;
        for (Secret secret : secrets) {
            if (!secret.reveal().isEmpty()) {
                result = result.replace(secret.reveal(), MASK);
            }
        }
        return result;
    }

    private static String full(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case Secret _ -> MASK;
            case String text -> '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
            case List<?> list -> list.stream().limit(50).map(Shown::full).collect(Collectors.joining(", ", "[", "]"));
            case Map<?, ?> map -> map.entrySet().stream()
                    .limit(50)
                    .map(e -> e.getKey() + ": " + full(e.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
            default -> value.toString();
        };
    }
}
