/** The command line: commands, options, exit statuses, and the standard streams. */
@NullMarked
package dev.runbook.cli;

import org.jspecify.annotations.NullMarked;
