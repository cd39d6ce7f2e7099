/** Bringing files from elsewhere onto a host, and unpacking them. */
@NullMarked
package dev.runbook.modules.system.transfer;

import org.jspecify.annotations.NullMarked;
