/** What stands for Grafana in rehearsals and tests. */
@NullMarked
package dev.runbook.modules.grafana.standin;

import org.jspecify.annotations.NullMarked;
