package dev.runbook.api;

import java.util.List;

/**
 * Does something whose effect cannot be compared as a state: {@code command}, {@code shell}, a reboot.
 *
 * @param <P> the parameters
 * @param <R> the result that {@code register} sees
 */
public non-sealed interface EffectModule<P extends Record, R extends Record> extends TaskModule {
    /** What an effect module decides to do. */
    sealed interface Decision<R extends Record> {
        /** Nothing to do; the task is {@code ok}. */
        record Skip<R extends Record>(String reason, R result) implements Decision<R> {}

        /** Perform these, in order, stopping at the first that fails. The task is {@code changed}. */
        record Perform<R extends Record>(List<Action> actions) implements Decision<R> {
            public Perform {
                actions = List.copyOf(actions);
            }
        }
    }

    /** Evaluates the guards ({@code creates}, {@code unless}) by queries. Reads only. */
    Decision<R> decide(P parameters, World world);

    /**
     * The result after performing. {@code results} has one entry per action performed, the last one possibly failed.
     *
     * @throws TaskFailedException where the outcome counts as a failure; give it the result so that it can be registered
     */
    R result(P parameters, List<ActionResult> results);

    /** What the effect acts on, for events and previews. */
    String target(P parameters);
}
