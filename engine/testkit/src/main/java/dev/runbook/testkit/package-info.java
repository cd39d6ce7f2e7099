/** What module authors test with: a contract every module must keep, fake and real hosts, goldens. */
@NullMarked
package dev.runbook.testkit;

import org.jspecify.annotations.NullMarked;
