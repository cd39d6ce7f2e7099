package dev.runbook.execution;

import dev.runbook.api.UnknownException;
import dev.runbook.event.Event.Failure;
import dev.runbook.event.Event.Status;
import dev.runbook.expression.Expression;
import dev.runbook.expression.Scope;
import dev.runbook.language.Span;
import dev.runbook.variables.Frame;
import dev.runbook.variables.Precedence;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the runbook makes of a result: {@code failed_when}, {@code changed_when}. */
record Judge(HostState host, Program.Task task) {
    /** Applies {@code changed_when} and {@code failed_when}. */
    Attempt judged(Attempt attempt, List<Frame> around) {
        Attempt result = attempt;
        if (attempt.runbookError() || attempt.status() == Status.UNKNOWN) {
            return attempt;
        }
        if (!task.failedWhen().isEmpty()) {
            result = failedWhen(result, with(around, attempt));
        }
        if (!task.changedWhen().isEmpty() && result.status() != Status.FAILED && result.status() != Status.UNKNOWN) {
            result = changedWhen(result, with(around, attempt));
        }
        return result;
    }

    private Attempt failedWhen(Attempt attempt, Scope scope) {
        try {
            Booleans.Verdict verdict = Booleans.all(task.failedWhen(), scope);
            if (verdict.holds()) {
                String conditions = String.join(" and ", task.failedWhen().stream().map(Judge::sourceOf).toList());
                return attempt.withFailure(new Failure("failed_when: " + conditions, List.of(), List.of()), false);
            }
            if (attempt.status() != Status.FAILED) {
                return attempt;
            }
            Attempt good = new Attempt(
                    Status.CHANGED, attempt.changes(), null, null, false, attempt.result(), attempt.variables(),
                    attempt.additions());
            return task.action().changesThings() ? good : good.withStatus(Status.OK);
        } catch (UnknownException e) {
            return attempt;
        }
    }

    private Attempt changedWhen(Attempt attempt, Scope scope) {
        try {
            return attempt.withStatus(Booleans.all(task.changedWhen(), scope).holds() ? Status.CHANGED : Status.OK);
        } catch (UnknownException e) {
            return attempt.withUnknown(e.unknown());
        }
    }

    /** What conditions on the result see: the scope, with the result under its registered name. */
    Scope with(List<Frame> around, Attempt attempt) {
        if (task.ast().register() == null) {
            return host.variables().scope(around);
        }
        List<Frame> inner = new ArrayList<>(around);
        inner.add(Frame.data(
                Precedence.SET_FACT, "register", Map.of(task.ast().register().text(), attempt.registered())));
        return host.variables().scope(inner);
    }

    /** As it is written, on one line and without the quotes that only YAML needs. */
    static String sourceOf(Expression expression) {
        Span span = expression.span();
        String written = span.source().text().substring(span.startOffset(), span.endOffset()).strip();
        boolean quoted = written.length() > 1
                && "\"'".indexOf(written.charAt(0)) >= 0
                && written.charAt(0) == written.charAt(written.length() - 1);
        return (quoted ? written.substring(1, written.length() - 1) : written).replaceAll("\\s+", " ");
    }
}
