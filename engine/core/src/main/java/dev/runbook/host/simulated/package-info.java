/** Hosts that are machines in memory: for rehearsals, for cases with thousands of hosts, and to measure the engine. */
@NullMarked
package dev.runbook.host.simulated;

import org.jspecify.annotations.NullMarked;
