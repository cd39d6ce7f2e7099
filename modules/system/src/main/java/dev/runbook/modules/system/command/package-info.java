/** Commands, whose effect cannot be seen beforehand. */
@NullMarked
package dev.runbook.modules.system.command;

import org.jspecify.annotations.NullMarked;
