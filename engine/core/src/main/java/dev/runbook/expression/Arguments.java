package dev.runbook.expression;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of one call; their number and types are already checked against the function's parameters.
 *
 * @param values plain, except for the leaves of collections where the function passes them on
 */
record Arguments(List<@Nullable Object> values, Budget budget, ExpressionOptions options, Leaves leaves) {
    /** Looks at a leaf, which may be unknown or secret. */
    @FunctionalInterface
    interface Leaves {
        /** @throws dev.runbook.api.UnknownException where it is unknown */
        @Nullable Object open(@Nullable Object leaf);
    }

    int count() {
        return values.size();
    }

    boolean has(int index) {
        return index < values.size();
    }

    @Nullable Object get(int index) {
        return values.get(index);
    }

    String text(int index) {
        return (String) present(index);
    }

    /** Any scalar, as text. */
    String words(int index) {
        return Values.text(values.get(index), budget);
    }

    String text(int index, String otherwise) {
        return has(index) ? text(index) : otherwise;
    }

    boolean truth(int index) {
        return (Boolean) present(index);
    }

    Number number(int index) {
        return (Number) present(index);
    }

    int integer(int index) {
        Number number = number(index);
        if (!(number instanceof Long small) || small > Integer.MAX_VALUE || small < Integer.MIN_VALUE) {
            throw fail(index, "is too large a number");
        }
        return small.intValue();
    }

    @SuppressWarnings("unchecked")
    List<@Nullable Object> list(int index) {
        return (List<@Nullable Object>) present(index);
    }

    @SuppressWarnings("unchecked")
    Map<String, @Nullable Object> map(int index) {
        return (Map<String, @Nullable Object>) present(index);
    }

    private Object present(int index) {
        return java.util.Objects.requireNonNull(values.get(index), "checked against the parameters");
    }

    Instant now() {
        return options.clock().instant();
    }

    /** A mistake in one argument; the message completes "the argument …". */
    static Failure fail(int index, String message, String... hints) {
        return new Failure(index, message, hints);
    }

    /** A mistake in an argument, to be given its place by who called. */
    static final class Failure extends RuntimeException {
        private static final long serialVersionUID = 1L;

        final int index;
        private final transient String[] hints;

        Failure(int index, String message, String... hints) {
            super(message, null, false, false);
            this.index = index;
            this.hints = hints.clone();
        }

        String[] hints() {
            return hints.clone();
        }

        String message() {
            return String.valueOf(getMessage());
        }
    }
}
