package dev.runbook.api;

import java.util.function.Supplier;

/** What the engine offers to service queries and actions: clients kept for the run, progress, masking. */
public interface Services {
    /**
     * A client kept for the whole run and closed at its end when it is {@link AutoCloseable}.
     *
     * @param key identifies it, by equality: type and address, say
     */
    <C> C client(Object key, Class<C> type, Supplier<C> create);

    /** Says how far a long call has come; shown on the live progress line and dropped elsewhere. */
    void progress(String message);
}
