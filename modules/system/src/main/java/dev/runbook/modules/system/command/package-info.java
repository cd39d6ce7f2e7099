/** Commands and shell text. */
@NullMarked
package dev.runbook.modules.system.command;

import org.jspecify.annotations.NullMarked;
