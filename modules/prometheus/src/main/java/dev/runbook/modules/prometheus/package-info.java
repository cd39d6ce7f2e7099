/** Modules for Prometheus. */
@NullMarked
package dev.runbook.modules.prometheus;

import org.jspecify.annotations.NullMarked;
