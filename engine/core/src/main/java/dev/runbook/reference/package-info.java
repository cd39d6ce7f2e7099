/** What the language offers, for people: keywords, functions and codes, at the terminal and as pages. */
@NullMarked
package dev.runbook.reference;

import org.jspecify.annotations.NullMarked;
