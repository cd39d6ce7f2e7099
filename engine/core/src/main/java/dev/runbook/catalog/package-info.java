/** The modules that are there, their parameters, and binding a task's values to them. */
@NullMarked
package dev.runbook.catalog;

import org.jspecify.annotations.NullMarked;
