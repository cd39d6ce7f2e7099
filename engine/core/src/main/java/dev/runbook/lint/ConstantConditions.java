package dev.runbook.lint;

import dev.runbook.expression.Expression;
import dev.runbook.expression.Scope;
import dev.runbook.language.Codes;
import dev.runbook.language.Diagnostics;
import dev.runbook.language.Node;
import dev.runbook.language.RunbookException;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Conditions that have the same answer every time. */
final class ConstantConditions implements Rule {
    /** A function may depend on the time, a file or the environment. */
    private static final Pattern CALL = Pattern.compile("[A-Za-z_]\\w*\\s*\\(");

    @Override
    public void check(Subject subject, Diagnostics found) {
        Walk.commons(subject.runbook())
                .forEach(common -> common.when().forEach(condition -> check(subject, "when", condition, found)));
        Walk.tasks(subject.runbook()).map(Walk.Placed::step).forEach(task -> {
            check(subject, "changed_when", task.changedWhen(), found);
            check(subject, "failed_when", task.failedWhen(), found);
        });
    }

    /** {@code changed_when: false} by itself is how a task says that it only reads. */
    private static void check(
            Subject subject, String keyword, List<Node.ScalarNode> conditions, Diagnostics found) {
        conditions.stream()
                .filter(condition -> conditions.size() > 1 || !condition.text().strip().matches("true|false"))
                .forEach(condition -> check(subject, keyword, condition, found));
    }

    private static void check(Subject subject, String keyword, Node.ScalarNode condition, Diagnostics found) {
        Diagnostics problems = new Diagnostics();
        Expression expression = subject.expressions().condition(condition, problems);
        if (problems.hasErrors()
                || !expression.references().isEmpty()
                || CALL.matcher(condition.text()).find()) {
            return;
        }
        try {
            if (expression.evaluate(Nothing.SCOPE) instanceof Boolean value) {
                found.warning(
                        Codes.CONSTANT_CONDITION.id(), condition.span(),
                        "This condition is always " + value + ": it depends on no variable", hint(keyword, value));
            }
        } catch (RunbookException e) {
            // what fails is no constant, and the run says why
        }
    }

    private static String hint(String keyword, boolean value) {
        if (!keyword.equals("when")) {
            return "write `" + keyword + ": " + value + "` if that is meant";
        }
        return value
                ? "remove it, or name a variable; a text in quotes is never one"
                : "what it stands on never runs: remove both, or give it the tag `never` to run it on request";
    }

    /** No variables. */
    private enum Nothing implements Scope {
        SCOPE;

        @Override
        public Object lookup(String name) {
            return UNDEFINED;
        }

        @Override
        public Set<String> names() {
            return Set.of();
        }
    }
}
