/** Reaching hosts, asking them, and carrying out actions on them. */
@NullMarked
package dev.runbook.host;

import org.jspecify.annotations.NullMarked;
