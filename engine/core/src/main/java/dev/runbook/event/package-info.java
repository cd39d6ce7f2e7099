/** What happens in a run, as data. The only way out of the engine: console, JSON lines, journal and shell all listen. */
@NullMarked
package dev.runbook.event;

import org.jspecify.annotations.NullMarked;
