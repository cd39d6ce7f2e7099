/** Simulated hosts, as far as modules have to do with them: what their own questions and actions mean there. */
@NullMarked
package dev.runbook.api.simulated;

import org.jspecify.annotations.NullMarked;
