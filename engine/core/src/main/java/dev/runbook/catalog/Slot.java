package dev.runbook.catalog;

import dev.runbook.expression.Expression;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One compiled value of a task: gives the component's value for a scope. Immutable. */
interface Slot {
    /** Stands where there is no value. */
    enum Absence {
        /** What {@link #trial()} gives where nothing can be told without a scope. */
        DYNAMIC,
        /** What {@link #bind} gives where the value turned out to be {@code omit}. */
        OMITTED
    }

    /**
     * The value, or {@link Absence#OMITTED}. Unknown values are noted in the binder.
     *
     * @throws dev.runbook.language.RunbookException where the value does not fit, with a diagnostic
     */
    @Nullable Object bind(Binder binder);

    /** The value where it is the same in every scope, or a stand-in when {@link #standIn()}, or {@link Absence#DYNAMIC}. */
    @Nullable Object trial();

    /** Whether {@link #trial()} is something of the right type that only stands for the value. */
    default boolean standIn() {
        return false;
    }

    void references(Consumer<Expression.Reference> sink);
}
