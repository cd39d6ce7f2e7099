package dev.runbook.api;

import org.jspecify.annotations.Nullable;

/**
 * A question that a POSIX shell on the host can answer. Records, so that equal questions are asked once.
 *
 * @param <T> the answer
 */
public non-sealed interface HostQuery<T extends @Nullable Object> extends Query<T> {
    /** How questions of this kind are answered; the same instance for all of them, so that they are asked together. */
    Probe<? extends HostQuery<T>, T> probe();
}
