/** Modules for Linode. */
@NullMarked
package dev.runbook.modules.linode;

import org.jspecify.annotations.NullMarked;
