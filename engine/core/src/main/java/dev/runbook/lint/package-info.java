/**
 * Warnings about runbooks that would run, and yet are probably not meant as they stand. Rules look at what is written,
 * not at hosts; a rule that is in doubt says nothing.
 */
@NullMarked
package dev.runbook.lint;

import org.jspecify.annotations.NullMarked;
