/**
 * What a module author needs, and nothing else.
 *
 * <p>A module decides; only the engine acts. A module reads the world through {@link dev.runbook.api.Query queries}
 * asked of a {@link dev.runbook.api.World}, and answers with {@link dev.runbook.api.Action actions}, which are data.
 */
@NullMarked
package dev.runbook.api;

import org.jspecify.annotations.NullMarked;
