package dev.runbook.expression;

import dev.runbook.api.Secret;
import dev.runbook.api.Unknown;
import dev.runbook.api.UnknownException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes values out of their wrapping, and remembers whether a secret was among them. */
final class Opener {
    private final Budget budget;
    private boolean secret;

    Opener(Budget budget) {
        this.budget = budget;
    }

    boolean sawSecret() {
        return secret;
    }

    /**
     * The value itself; what is in a list or map stays as it is.
     *
     * @throws UnknownException where it is unknown
     */
    @Nullable Object open(@Nullable Object value) {
        return switch (value) {
            case Unknown unknown -> throw new UnknownException(unknown);
            case Secret hidden -> {
                secret = true;
                yield hidden.reveal();
            }
            case null, default -> Values.normal(value);
        };
    }

    /**
     * Plain data all the way down.
     *
     * @throws UnknownException where something in it is unknown
     */
    @Nullable Object deep(@Nullable Object value) {
        if (Values.plain(value, budget)) {
            return Values.normal(value);
        }
        Object opened = open(value);
        return switch (opened) {
            case List<?> list -> {
                List<@Nullable Object> items = new ArrayList<>();
                list.forEach(item -> items.add(deep(item)));
                yield Collections.unmodifiableList(items);
            }
            case Map<?, ?> map -> {
                var entries = new LinkedHashMap<String, @Nullable Object>();
                map.forEach((key, item) -> entries.put(String.valueOf(key), deep(item)));
                yield Values.map(entries);
            }
            case null, default -> opened;
        };
    }
}
