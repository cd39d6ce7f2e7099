/** Looking whether things are as they should be. */
@NullMarked
package dev.runbook.modules.system.check;

import org.jspecify.annotations.NullMarked;
