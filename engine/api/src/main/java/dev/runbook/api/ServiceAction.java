package dev.runbook.api;

import java.io.IOException;

/** A change made by calling a cloud or web service, from where the engine runs. */
public non-sealed interface ServiceAction extends Action {
    /**
     * Makes the call. Called by the engine only, never in check mode.
     *
     * @throws IOException where the service could not be reached or the outcome is in doubt
     * @throws TaskFailedException where it refused
     */
    ActionResult perform(Services services) throws IOException, InterruptedException;
}
