package dev.runbook.expression;

import dev.runbook.api.Unknown;
import org.jspecify.annotations.Nullable;

/** Evaluates conditions. */
public final class Conditions {
    private Conditions() {}

    /**
     * Whether a condition holds: a {@link Boolean}, or an {@link Unknown} where that depends on something unknown.
     *
     * @throws dev.runbook.language.RunbookException where it fails, or its value is not true or false
     */
    public static Object holds(Expression condition, Scope scope) {
        @Nullable Object value = condition.evaluate(scope);
        if (value instanceof Boolean || value instanceof Unknown) {
            return value;
        }
        if (condition instanceof Compiled.Single single) {
            Program program = single.program();
            throw Mistakes.notBoolean(program.span(program.ast().at()), program.source(program.ast()), value);
        }
        throw Mistakes.notBoolean(condition.span(), "x", value);
    }
}
