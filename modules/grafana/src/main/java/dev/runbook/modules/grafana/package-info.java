/** Modules for Grafana. */
@NullMarked
package dev.runbook.modules.grafana;

import org.jspecify.annotations.NullMarked;
