package dev.runbook.expression;

import dev.runbook.api.Secret;
import dev.runbook.language.Diagnostic;
import dev.runbook.language.RunbookException;
import dev.runbook.language.Span;
import org.jspecify.annotations.Nullable;

/** Puts text together of words and values; it is secret as soon as one of them is. */
final class TextBuilder {
    private final Budget budget;
    private final StringBuilder out = new StringBuilder();
    private boolean secret;

    TextBuilder(Budget budget) {
        this.budget = budget;
    }

    void words(CharSequence text, int start, int end) {
        out.append(text, start, end);
        budget.text(out.length());
    }

    /**
     * @param span where the value comes from
     * @throws dev.runbook.api.UnknownException where it is unknown
     */
    void value(@Nullable Object value, Span span) {
        var opener = new Opener(budget);
        Object plain = opener.deep(value);
        if (plain == Omit.OMIT) {
            throw new RunbookException(Diagnostic.error("wrong-type", span, "omit cannot be part of a text",
                    "it leaves out a parameter, and must be its whole value"));
        }
        secret |= opener.sawSecret();
        out.append(Values.text(plain, budget));
        budget.text(out.length());
    }

    void secret() {
        secret = true;
    }

    /** A {@link String}, or a {@link Secret}. */
    Object finish() {
        return secret ? new Secret(out.toString()) : out.toString();
    }
}
