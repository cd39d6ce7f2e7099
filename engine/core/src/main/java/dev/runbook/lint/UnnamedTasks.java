package dev.runbook.lint;

import dev.runbook.language.Codes;
import dev.runbook.language.Diagnostics;

/** Tasks without a name. A matter of taste, and so asked for with {@code --strict} only. */
final class UnnamedTasks implements Rule {
    @Override
    public void check(Subject subject, Diagnostics found) {
        Walk.tasks(subject.runbook())
                .map(Walk.Placed::step)
                .filter(task -> task.common().name() == null)
                .forEach(task -> found.warning(
                        Codes.UNNAMED_TASK.id(), task.module().span(), "This task has no name",
                        "`name:` says in the output what it is for, and `--start-at` finds it by its name"));
    }
}
