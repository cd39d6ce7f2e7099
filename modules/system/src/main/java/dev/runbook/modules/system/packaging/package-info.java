/** Packages and where they come from. */
@NullMarked
package dev.runbook.modules.system.packaging;

import org.jspecify.annotations.NullMarked;
