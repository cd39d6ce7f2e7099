package dev.runbook.execution;

import dev.runbook.api.Unknown;
import dev.runbook.api.UnknownException;
import dev.runbook.expression.Conditions;
import dev.runbook.expression.Expression;
import dev.runbook.expression.Scope;
import dev.runbook.language.Diagnostic;
import dev.runbook.language.Literals;
import dev.runbook.language.RunbookException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Truth and other small values of keywords. */
final class Booleans {
    private Booleans() {}

    /**
     * A keyword that is yes or no.
     *
     * @throws UnknownException where it cannot be told yet
     */
    static boolean of(@Nullable Expression expression, Scope scope, boolean otherwise) {
        if (expression == null) {
            return otherwise;
        }
        Object value = expression.evaluate(scope);
        return switch (value) {
            case null -> otherwise;
            case Boolean bool -> bool;
            case Unknown unknown -> throw new UnknownException(unknown);
            case String text when List.of("yes", "true", "on", "1").contains(text.toLowerCase(Locale.ROOT)) -> true;
            case String text when List.of("no", "false", "off", "0").contains(text.toLowerCase(Locale.ROOT)) -> false;
            default -> throw new RunbookException(Diagnostic.error(
                    "not-boolean", expression.span(), "expected yes or no, not " + value));
        };
    }

    /** A keyword that is text; empty where it is not given. */
    static Optional<String> text(@Nullable Expression expression, Scope scope) {
        if (expression == null) {
            return Optional.empty();
        }
        Object value = expression.evaluate(scope);
        if (value instanceof Unknown unknown) {
            throw new UnknownException(unknown);
        }
        if (value instanceof dev.runbook.api.Secret secret) {
            return Optional.of(secret.reveal());
        }
        return value == null ? Optional.empty() : Optional.of(value.toString());
    }

    /** A keyword that is a number. */
    static double number(@Nullable Expression expression, Scope scope, double otherwise) {
        String text = text(expression, scope).orElse(null);
        if (text == null || expression == null) {
            return otherwise;
        }
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new RunbookException(
                    Diagnostic.error("wrong-type", expression.span(), "expected a number, not \"" + text + "\""));
        }
    }

    /** A keyword that is a time: seconds, or a number with a unit. */
    static Duration duration(@Nullable Expression expression, Scope scope, Duration otherwise) {
        String text = text(expression, scope).orElse(null);
        if (text == null || expression == null) {
            return otherwise;
        }
        return Literals.duration(text).orElseThrow(() -> new RunbookException(Diagnostic.error(
                "wrong-type", expression.span(), "expected a number of seconds, or one with a unit such as 2m, not \"" + text
                        + "\"")));
    }

    /**
     * Whether all conditions hold, the first that does not deciding.
     *
     * @throws UnknownException where one that decides cannot be told yet
     */
    static Verdict all(List<Expression> conditions, Scope scope) {
        for (Expression condition : conditions) {
            Object holds = Conditions.holds(condition, scope);
            if (holds instanceof Unknown unknown) {
                throw new UnknownException(unknown);
            }
            if (!Boolean.TRUE.equals(holds)) {
                return new Verdict(false, condition);
            }
        }
        return new Verdict(true, null);
    }

    /** @param deciding the condition that does not hold; null where all do */
    record Verdict(boolean holds, @Nullable Expression deciding) {}
}
