package dev.runbook.catalog;

import dev.runbook.expression.Expression;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One compiled value of a task: gives the component's value for a scope. Immutable. */
interface Slot {
    /** What {@link #trial()} gives where nothing can be told without a scope. */
    Object DYNAMIC = new Object();

    /** What {@link #bind} gives where the value turned out to be {@code omit}. */
    Object OMITTED = new Object();

    /**
     * The value, or {@link #OMITTED}. Unknown values are noted in the binder.
     *
     * @throws dev.runbook.language.RunbookException where the value does not fit, with a diagnostic
     */
    @Nullable Object bind(Binder binder);

    /** The value where it is the same in every scope, or a stand-in when {@link #standIn()}, or {@link #DYNAMIC}. */
    @Nullable Object trial();

    /** Whether {@link #trial()} is something of the right type that only stands for the value. */
    default boolean standIn() {
        return false;
    }

    void references(Consumer<Expression.Reference> sink);
}
