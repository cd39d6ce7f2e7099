package dev.runbook.expression;

import dev.runbook.api.UnknownException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What {@code contains} means. */
final class Contains {
    private Contains() {}

    /**
     * @param in text, a list or a map
     * @throws UnknownException where that depends on an element that is unknown; another one that is equal settles it
     */
    static boolean test(@Nullable Object in, @Nullable Object what, Equality equality) {
        return switch (in) {
            case String text -> what instanceof String part && text.contains(part);
            case Map<?, ?> map -> what instanceof String key && map.containsKey(key);
            case List<?> list -> among(list, what, equality);
            case null, default -> throw new IllegalArgumentException("neither text nor list nor map");
        };
    }

    private static boolean among(List<?> list, @Nullable Object what, Equality equality) {
        UnknownException open = null;
        for (Object item : list) {
            try {
                if (equality.same(item, what)) {
                    return true;
                }
            } catch (UnknownException e) {
                open = e;
            }
        }
        if (open != null) {
            throw open;
        }
        return false;
    }
}
