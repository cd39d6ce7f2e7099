/** Plays, tasks, blocks, handlers and loops; the one place that performs actions or knows of check mode. */
@NullMarked
package dev.runbook.execution;

import org.jspecify.annotations.NullMarked;
