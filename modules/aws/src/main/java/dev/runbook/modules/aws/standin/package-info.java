/** What stands for AWS in rehearsals and tests. */
@NullMarked
package dev.runbook.modules.aws.standin;

import org.jspecify.annotations.NullMarked;
