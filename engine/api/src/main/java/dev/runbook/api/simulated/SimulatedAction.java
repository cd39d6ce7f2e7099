package dev.runbook.api.simulated;

import dev.runbook.api.HostAction;

/**
 * An action of a module's own that says what it does to a simulated host. Those of {@code dev.runbook.api.host} are
 * known there; any other that does not say it here leaves what it predicts.
 */
public interface SimulatedAction extends HostAction {
    /**
     * Does to the machine what the script does to a host.
     *
     * @throws dev.runbook.api.TaskFailedException where the script would fail; the message is what it complains
     */
    void simulate(Machine machine);
}
