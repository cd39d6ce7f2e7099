package dev.runbook.expression;

import dev.runbook.api.Secret;
import dev.runbook.language.Diagnostic;
import dev.runbook.language.RunbookException;
import dev.runbook.language.Span;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Words for mistakes that are found in more than one place. */
final class Mistakes {
    private Mistakes() {}

    /** @param what the source text of the value, or what it is */
    static RunbookException notBoolean(Span span, String what, @Nullable Object value) {
        String advice = advice(what.equals("condition") ? "x" : what, value);
        String is = value instanceof Secret ? "a secret" : value == null ? "null" : Values.show(value) + " (" + Kind.of(value).label() + ")";
        return new RunbookException(Diagnostic.error(
                "not-boolean", span, "expected true or false, but this is " + is, advice));
    }

    static String advice(String what, @Nullable Object value) {
        return switch (value) {
            case null -> "Write " + what + " != null.";
            case Number number -> "Write " + what + " != 0.";
            case String text -> "Write " + what + " != '' to ask whether there is any text, boolean(" + what
                    + ") to read 'yes', 'no', 'true', 'false'.";
            case List<?> list -> "Write length(" + what + ") > 0.";
            case Map<?, ?> map -> "Write length(" + what + ") > 0.";
            default -> "Compare it with == or !=.";
        };
    }
}
