/** Hosts, groups, patterns, and the files they come from. */
@NullMarked
package dev.runbook.inventory;

import org.jspecify.annotations.NullMarked;
