/** Users and groups. */
@NullMarked
package dev.runbook.modules.system.account;

import org.jspecify.annotations.NullMarked;
