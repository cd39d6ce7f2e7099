package dev.runbook.catalog;

import dev.runbook.api.Secret;
import dev.runbook.api.Unknown;
import java.util.List;

/** A task's parameters for one host and loop item. */
public sealed interface Binding {
    /**
     * All are known.
     *
     * @param parameters the module's parameter record
     * @param secrets those that went into it, to be masked wherever they turn up
     */
    record Bound(Record parameters, List<Secret> secrets) implements Binding {
        public Bound {
            secrets = List.copyOf(secrets);
        }
    }

    /** One depends on a change not made yet, so that the task cannot be planned. */
    record NotYet(Unknown unknown) implements Binding {}
}
