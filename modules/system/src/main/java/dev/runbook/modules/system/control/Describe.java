package dev.runbook.modules.system.control;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Names kinds of plain data in messages, without showing the data, which may be secret. */
final class Describe {
    private Describe() {}

    static String kind(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case Boolean truth -> "true or false";
            case Number number -> "a number";
            case CharSequence text -> "text";
            case Map<?, ?> map -> "a map";
            case List<?> list -> "a list";
            default -> "neither";
        };
    }
}
