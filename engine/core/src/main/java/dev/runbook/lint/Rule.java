package dev.runbook.lint;

import dev.runbook.language.Diagnostics;

/** Looks for one kind of slip. */
@FunctionalInterface
interface Rule {
    void check(Subject subject, Diagnostics found);
}
