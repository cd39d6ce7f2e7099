package dev.runbook.api;

import org.jspecify.annotations.Nullable;

/**
 * A read-only question about the world, as a record: equal questions are asked once.
 *
 * @param <T> the answer
 */
public sealed interface Query<T extends @Nullable Object> permits HostQuery, NetworkQuery, ServiceQuery {
    /** What is asked, for messages: {@code status of /etc/hosts}. */
    String describe();
}
