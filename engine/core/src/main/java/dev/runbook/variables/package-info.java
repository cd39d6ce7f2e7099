/** Which value a name has for a host, and which source it came from. */
@NullMarked
package dev.runbook.variables;

import org.jspecify.annotations.NullMarked;
