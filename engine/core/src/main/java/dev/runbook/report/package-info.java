/** From events to text, diffs, JSON lines and the recap. */
@NullMarked
package dev.runbook.report;

import org.jspecify.annotations.NullMarked;
