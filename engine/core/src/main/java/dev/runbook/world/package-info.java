/** What modules see: answers kept, predicted changes laid over them, and questions gathered into few round trips. */
@NullMarked
package dev.runbook.world;

import org.jspecify.annotations.NullMarked;
