package dev.runbook.execution;

import dev.runbook.expression.Expression;
import dev.runbook.expression.Expressions;
import dev.runbook.language.Diagnostics;
import dev.runbook.language.Node;
import dev.runbook.language.Runbook;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The keywords that plays and blocks hand down. The nearest wins, but conditions and environments accumulate.
 *
 * @param when all that must hold, the outermost first
 * @param environments merged in order, the innermost last
 */
record Settings(
        List<Expression> when,
        List<Expression> environments,
        @Nullable Expression become,
        @Nullable Expression becomeUser,
        @Nullable Expression becomeMethod,
        @Nullable Expression checkMode,
        @Nullable Expression diff,
        @Nullable Expression noLog,
        @Nullable Expression ignoreErrors,
        @Nullable Expression ignoreUnreachable,
        @Nullable Expression connection,
        @Nullable Expression remoteUser,
        @Nullable Expression timeout,
        @Nullable Expression anyErrorsFatal,
        @Nullable Expression runOnce,
        @Nullable Expression throttle,
        @Nullable Expression port,
        @Nullable Expression delegateTo,
        @Nullable Expression delegateFacts) {
    Settings {
        when = List.copyOf(when);
        environments = List.copyOf(environments);
    }

    static final Settings NONE = new Settings(
            List.of(), List.of(), null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
            null, null);

    /** These settings with what {@code inner} says laid over them. */
    Settings with(Runbook.Common inner, Expressions expressions, Diagnostics diagnostics) {
        Compile compile = new Compile(expressions, diagnostics);
        List<Expression> conditions = new ArrayList<>(when);
        inner.when().forEach(condition -> conditions.add(expressions.condition(condition, diagnostics)));
        List<Expression> around = new ArrayList<>(environments);
        if (inner.environment() != null) {
            around.add(expressions.value(inner.environment(), diagnostics));
        }
        return new Settings(
                conditions,
                around,
                compile.or(inner.become(), become),
                compile.or(inner.becomeUser(), becomeUser),
                compile.or(inner.becomeMethod(), becomeMethod),
                compile.or(inner.checkMode(), checkMode),
                compile.or(inner.diff(), diff),
                compile.or(inner.noLog(), noLog),
                compile.or(inner.ignoreErrors(), ignoreErrors),
                compile.or(inner.ignoreUnreachable(), ignoreUnreachable),
                compile.or(inner.connection(), connection),
                compile.or(inner.remoteUser(), remoteUser),
                compile.or(inner.timeout(), timeout),
                compile.or(inner.anyErrorsFatal(), anyErrorsFatal),
                compile.or(inner.runOnce(), runOnce),
                compile.or(inner.throttle(), throttle),
                compile.or(inner.port(), port),
                compile.or(inner.delegateTo(), delegateTo),
                compile.or(inner.delegateFacts(), delegateFacts));
    }

    private record Compile(Expressions expressions, Diagnostics diagnostics) {
        @Nullable Expression or(@Nullable Node written, @Nullable Expression inherited) {
            return written == null ? inherited : expressions.value(written, diagnostics);
        }
    }

    /** Everything in here that may refer to variables. */
    List<Expression> all() {
        List<Expression> result = new ArrayList<>(when);
        result.addAll(environments);
        for (Expression expression : new @Nullable Expression[] {
            become, becomeUser, becomeMethod, checkMode, diff, noLog, ignoreErrors, ignoreUnreachable, connection,
            remoteUser, timeout, anyErrorsFatal, runOnce, throttle, port, delegateTo, delegateFacts
        }) {
            if (expression != null) {
                result.add(expression);
            }
        }
        return result;
    }
}
