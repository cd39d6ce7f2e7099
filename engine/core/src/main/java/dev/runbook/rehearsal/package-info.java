/** Rehearsals: a runbook against stand-ins, twice, and whether what was announced is what was done. */
@NullMarked
package dev.runbook.rehearsal;

import org.jspecify.annotations.NullMarked;
