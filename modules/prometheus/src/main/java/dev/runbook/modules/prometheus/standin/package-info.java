/** What stands for Prometheus, and for what it scrapes, in rehearsals and tests. */
@NullMarked
package dev.runbook.modules.prometheus.standin;

import org.jspecify.annotations.NullMarked;
