/** A JSON Schema of runbooks, for editors. */
@NullMarked
package dev.runbook.schema;

import org.jspecify.annotations.NullMarked;
