package dev.runbook.api;

import org.jspecify.annotations.Nullable;

/**
 * One change, as a record. Only the engine performs it; in check mode the engine predicts it instead.
 */
public sealed interface Action permits HostAction, NetworkAction, ServiceAction {
    /** What it does, in the imperative, without secrets: {@code write /etc/hosts}. */
    String summary();

    /**
     * The prediction: what {@code query} would answer after this action, given its answer before it.
     *
     * <p>Return {@code before} for queries it does not touch; {@link Answer#unknown} where the answer cannot be told
     * in advance. Actions are applied in order, so an answer may pass through several of them.
     */
    <T extends @Nullable Object> Answer<T> after(Query<T> query, Answer<T> before);

    /**
     * Whether performing this may change the answer to {@code query}; a cached answer is then dropped.
     * True unless an action knows better.
     */
    default boolean touches(Query<?> query) {
        return true;
    }

    /**
     * Whether the action may change anything at all on its target, so that nothing about it can be told in advance.
     * A later task that cannot be planned in check mode is then unknown instead of failed.
     */
    default boolean opaque() {
        return false;
    }

    /** How to take it back, from what was seen before it. */
    default Reversal reversal() {
        return new Reversal.Irreversible("it is not known how to reverse: " + summary());
    }
}
