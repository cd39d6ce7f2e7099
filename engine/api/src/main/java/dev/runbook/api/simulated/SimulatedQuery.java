package dev.runbook.api.simulated;

import dev.runbook.api.HostQuery;
import org.jspecify.annotations.Nullable;

/**
 * A question of a module's own that simulated hosts can answer too. They know those of {@code dev.runbook.api.host} by
 * themselves; any other that does not say it here is refused.
 */
public interface SimulatedQuery<T extends @Nullable Object> extends HostQuery<T> {
    /**
     * The answer. Must change nothing.
     *
     * @throws dev.runbook.api.TaskFailedException where a real host would refuse
     */
    T answer(Machine machine);
}
