package dev.runbook.expression;

import dev.runbook.language.Span;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A compiled expression or text. Immutable; may be evaluated by several threads at once. */
public interface Expression {
    /**
     * Its value in a scope: plain data, an {@link dev.runbook.api.Unknown} where it touches something unknown, or a
     * {@link dev.runbook.api.Secret} where it touches a secret and gives text. Where it touches a secret and gives
     * something else, secrets stay wrapped as leaves.
     *
     * @throws dev.runbook.language.RunbookException where it fails, with a diagnostic at {@link #span()} or narrower
     */
    @Nullable Object evaluate(Scope scope);

    /** The first names of everything it refers to, {@code facts} for {@code facts.memory}. */
    Set<Reference> references();

    /** Whether it is constant: no expression in it at all. */
    boolean literal();

    Span span();

    /**
     * A variable an expression refers to.
     *
     * @param guarded whether being undefined is provided for: inside {@code defined(x)} or first in {@code default(x, y)}
     */
    record Reference(String name, boolean guarded, Span span) {}
}
