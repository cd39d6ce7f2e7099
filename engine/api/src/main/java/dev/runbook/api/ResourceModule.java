package dev.runbook.api;

import java.util.List;

/**
 * Brings one resource to a wanted state.
 *
 * <p>The engine calls {@code observe}, then {@code wanted}, compares the two states, and when they differ asks for the
 * {@code actions}, which it performs or, in check mode, predicts. Whether anything changed and the diff come from the
 * comparison, for every module alike. The state after the task is what {@code register} sees.
 *
 * <p>State components may be plain data, records, lists, maps, {@link Content} and {@link Value}. Mark what is seen but
 * not managed with {@link Observed}, and what is true only at the moment of the change with {@link Momentary}.
 *
 * @param <P> the parameters
 * @param <S> the state it manages
 */
public non-sealed interface ResourceModule<P extends Record, S extends Record> extends TaskModule {
    /**
     * Reads the present state. May run ahead of its turn and more than once; must not keep anything.
     *
     * @throws TaskFailedException where the parameters cannot be met in the world as it is
     */
    S observe(P parameters, World world);

    /** The state that the parameters ask for. Pure. What they do not mention is copied from {@code current}. */
    S wanted(P parameters, S current);

    /** What leads from {@code current} to {@code wanted}, in order. Pure. Empty exactly when the two are equal. */
    List<Action> actions(P parameters, S current, S wanted);

    /**
     * Waits until the actions have had their effect, where that takes a while. Called after they were performed, never where
     * they were only predicted. Reads only.
     *
     * @throws TaskFailedException where they do not have it
     */
    default void confirm(P parameters, S wanted, World world) {}

    /** What the resource is called in diffs and events: a path, {@code user prometheus}, {@code package nginx}. */
    String target(P parameters);

    /** Whether the resource is there in this state; decides between "created", "changed" and "removed" in a diff. */
    default boolean exists(S state) {
        return true;
    }
}
