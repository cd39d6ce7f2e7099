package dev.runbook.expression;

import dev.runbook.api.Secret;
import dev.runbook.api.Unknown;
import dev.runbook.api.UnknownException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whether data is the same: numbers by value, text by its characters, lists and maps by what is in them. */
final class Equality {
    private final Budget budget;
    private @Nullable Unknown unknown;
    private boolean secret;

    Equality(Budget budget) {
        this.budget = budget;
    }

    /** Whether a secret had to be looked at. */
    boolean sawSecret() {
        return secret;
    }

    /**
     * @throws UnknownException where that depends on something unknown; a difference elsewhere settles it
     */
    boolean same(@Nullable Object left, @Nullable Object right) {
        unknown = null;
        boolean same = compare(left, right);
        if (same && unknown != null) {
            throw new UnknownException(unknown);
        }
        return same;
    }

    private boolean compare(@Nullable Object left, @Nullable Object right) {
        budget.step();
        Object a = open(left);
        Object b = open(right);
        if (a instanceof Unknown cause) {
            unknown = cause;
            return true;
        }
        if (b instanceof Unknown cause) {
            unknown = cause;
            return true;
        }
        return switch (a) {
            case null -> b == null;
            case Number number -> b instanceof Number other && Arithmetic.compare(number, other) == 0;
            case List<?> list -> b instanceof List<?> other && lists(list, other);
            case Map<?, ?> map -> b instanceof Map<?, ?> other && maps(map, other);
            default -> a.equals(b);
        };
    }

    private @Nullable Object open(@Nullable Object value) {
        if (value instanceof Secret hidden) {
            secret = true;
            return hidden.reveal();
        }
        return Values.normal(value);
    }

    private boolean lists(List<?> left, List<?> right) {
        if (left.size() != right.size()) {
            return false;
        }
        for (int i = 0; i < left.size(); i++) {
            if (!compare(left.get(i), right.get(i))) {
                return false;
            }
        }
        return true;
    }

    private boolean maps(Map<?, ?> left, Map<?, ?> right) {
        if (!left.keySet().equals(right.keySet())) {
            return false;
        }
        for (Map.Entry<?, ?> entry : left.entrySet()) {
            if (!compare(entry.getValue(), right.get(entry.getKey()))) {
                return false;
            }
        }
        return true;
    }

    /** Something that is equal exactly where plain values are the same, for use in hash tables. */
    static @Nullable Object key(@Nullable Object value, Budget budget) {
        budget.step();
        return switch (value) {
            case Number number when Values.finite(number) -> {
                BigDecimal exact = Values.exact(number);
                yield exact.signum() == 0 ? BigDecimal.ZERO : exact.stripTrailingZeros();
            }
            case List<?> list -> {
                List<@Nullable Object> keys = new ArrayList<>();
                list.forEach(item -> keys.add(key(item, budget)));
                yield keys;
            }
            case Map<?, ?> map -> {
                var keys = new LinkedHashMap<@Nullable Object, @Nullable Object>();
                map.forEach((k, item) -> keys.put(k, key(item, budget)));
                yield keys;
            }
            case null, default -> value;
        };
    }
}
