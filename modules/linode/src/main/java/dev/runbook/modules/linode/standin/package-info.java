/** What stands for Linode's API in rehearsals and tests. */
@NullMarked
package dev.runbook.modules.linode.standin;

import org.jspecify.annotations.NullMarked;
