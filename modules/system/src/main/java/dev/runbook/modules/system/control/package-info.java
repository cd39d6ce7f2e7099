/** Tasks that act on the run itself: conditions, messages, variables, facts. */
@NullMarked
package dev.runbook.modules.system.control;

import org.jspecify.annotations.NullMarked;
