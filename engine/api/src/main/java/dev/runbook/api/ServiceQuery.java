package dev.runbook.api;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A question to a cloud or web service, answered from where the engine runs. Must only read. */
public non-sealed interface ServiceQuery<T extends @Nullable Object> extends Query<T> {
    /**
     * Fetches the answer. Called by the engine only, on a virtual thread; may block, must honour interruption.
     *
     * @throws IOException where the service could not be reached
     * @throws TaskFailedException where it answered with a refusal
     */
    T fetch(Services services) throws IOException, InterruptedException;
}
