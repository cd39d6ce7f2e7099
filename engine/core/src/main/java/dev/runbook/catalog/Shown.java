package dev.runbook.catalog;

import dev.runbook.api.Secret;
import dev.runbook.expression.Expression;
import dev.runbook.expression.Scope;
import dev.runbook.language.RunbookException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Values in messages: short, on one line, secrets masked. */
final class Shown {
    private static final int LONGEST = 80;
    private static final String MASK = "********";

    private Shown() {}

    static String of(@Nullable Object value) {
        String text = full(value);
        return text.codePointCount(0, text.length()) <= LONGEST
                ? text
                : text.substring(0, text.offsetByCodePoints(0, LONGEST)) + "…";
    }

    /** The names an expression touches, with their values: {@code count = 3, limit = 2}. */
    static String explain(Expression expression, Scope scope) {
        var seen = new HashSet<String>();
        var parts = new ArrayList<String>();
        List<Expression.Reference> ordered = expression.references().stream()
                .sorted(Comparator.comparingInt((Expression.Reference r) -> r.span().startLine())
                        .thenComparingInt(r -> r.span().startColumn())
                        .thenComparing(Expression.Reference::name))
                .toList();
        for (Expression.Reference reference : ordered) {
            if (seen.add(reference.name())) {
                @Nullable Object value = lookup(scope, reference.name());
                if (value != Scope.UNDEFINED) {
                    parts.add(reference.name() + " = " + of(value));
                }
            }
        }
        return String.join(", ", parts);
    }

    /** The message without any of the secrets. */
    static String masked(String message, Collection<Secret> secrets) {
        String result = message;
        for (Secret secret : secrets) {
            if (!secret.reveal().isEmpty()) {
                result = result.replace(secret.reveal(), MASK);
            }
        }
        return result;
    }

    private static @Nullable Object lookup(Scope scope, String name) {
        try {
            return scope.lookup(name);
        } catch (RunbookException broken) {
            return Scope.UNDEFINED;
        }
    }

    private static String full(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case Secret _ -> MASK;
            case String text -> '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
            case List<?> list -> list.stream().limit(50).map(Shown::full).collect(Collectors.joining(", ", "[", "]"));
            case Map<?, ?> map -> map.entrySet().stream()
                    .limit(50)
                    .map(e -> e.getKey() + ": " + full(e.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
            default -> value.toString();
        };
    }
}
