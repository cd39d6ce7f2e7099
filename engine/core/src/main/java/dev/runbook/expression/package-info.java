/** MVEL expressions, text with @{…} in it, and template files; known and unknown values; secrets. */
@NullMarked
package dev.runbook.expression;

import org.jspecify.annotations.NullMarked;
