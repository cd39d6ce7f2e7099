package dev.runbook.api;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A component of a wanted state that may be decided only when the change is made (the uid of a new user). Two unknown
 * values are never a difference; the engine looks again after performing to fill them in.
 */
public sealed interface Value<T> {
    /** Known. */
    record Of<T>(@Nullable T value) implements Value<T> {}

    /** Decided by the system when the change is made. */
    record Later<T>(String why) implements Value<T> {}

    static <T> Value<T> of(@Nullable T value) {
        return new Of<>(value);
    }

    static <T> Value<T> later(String why) {
        return new Later<>(Objects.requireNonNull(why));
    }
}
