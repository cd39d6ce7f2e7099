/** The nouns of a POSIX host: what can be read from one and what can be done to one, all as records. */
@NullMarked
package dev.runbook.api.host;

import org.jspecify.annotations.NullMarked;
