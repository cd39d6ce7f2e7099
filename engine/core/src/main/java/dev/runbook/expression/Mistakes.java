package dev.runbook.expression;

import dev.runbook.api.Secret;
import dev.runbook.language.Diagnostic;
import dev.runbook.language.RunbookException;
import dev.runbook.language.Span;
import dev.runbook.language.Suggestions;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Words for mistakes that are found in more than one place. */
final class Mistakes {
    private Mistakes() {}

    /** What may have been meant by a name, as a hint; none if nothing is alike. */
    static String[] nearest(String wrong, Collection<String> names) {
        return Suggestions.hint(wrong, names).stream().toArray(String[]::new);
    }

    /** @param what the source text of the value, or what it is */
    static RunbookException notBoolean(Span span, String what, @Nullable Object value) {
        String advice = advice(what, value);
        String is = value instanceof Secret ? "a secret" : value == null ? "null" : Values.show(value) + " (" + Kind.of(value).label() + ")";
        return new RunbookException(Diagnostic.error(
                "not-boolean", span, "expected true or false, but this is " + is, advice));
    }

    static String advice(String what, @Nullable Object value) {
        return switch (value) {
            case null -> "write " + what + " != null";
            case Number number -> "write " + what + " != 0";
            case String text -> "write " + what + " != '' to ask whether there is any text, boolean(" + what
                    + ") to read 'yes', 'no', 'true', 'false'";
            case List<?> list -> "write length(" + what + ") > 0";
            case Map<?, ?> map -> "write length(" + what + ") > 0";
            default -> "compare it with == or !=";
        };
    }
}
