/** YAML to a syntax tree of records, in which every node knows where it stands; and diagnostics. */
@NullMarked
package dev.runbook.language;

import org.jspecify.annotations.NullMarked;
