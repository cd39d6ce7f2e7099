package dev.runbook.api;

import org.jspecify.annotations.Nullable;

/** The answer to a query: a value, or not known until earlier changes have really been made. */
public sealed interface Answer<T extends @Nullable Object> {
    /** A value, read or predicted. */
    record Known<T extends @Nullable Object>(T value) implements Answer<T> {}

    /** Cannot be told before the changes it depends on are made; {@code why} completes "unknown: …". */
    record NotYet<T extends @Nullable Object>(String why) implements Answer<T> {}

    static <T extends @Nullable Object> Answer<T> of(T value) {
        return new Known<>(value);
    }

    static <T extends @Nullable Object> Answer<T> unknown(String why) {
        return new NotYet<>(why);
    }
}
