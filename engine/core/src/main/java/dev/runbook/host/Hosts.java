package dev.runbook.host;

/** Gives the {@link Host} for connection settings; where the simulated ones come in. */
public interface Hosts extends AutoCloseable {
    /** One per settings, connected on first use. */
    Host connect(ConnectionSettings settings);

    @Override
    void close();
}
