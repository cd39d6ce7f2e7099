package dev.runbook.api;

import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the engine offers to service queries and actions: clients kept for the run, progress, masking. */
public interface Services {
    /**
     * A client kept for the whole run and closed at its end when it is {@link AutoCloseable}.
     *
     * @param key identifies it, by equality: type and address, say
     */
    <C> C client(Object key, Class<C> type, Supplier<C> create);

    /**
     * Where to call a service: its own address, or that of what stands for it in a rehearsal.
     *
     * @param address scheme and host of the real service, without a slash at the end: {@code https://api.linode.com}
     */
    String endpoint(String address);

    /** Whether a TCP connection can be made from where the engine runs. */
    boolean accepts(String host, int port, Duration timeout) throws InterruptedException;

    /**
     * A variable of the environment, such as one that holds a token; in a rehearsal what the stand-ins accept. Null where
     * it is not set or empty. Its value is a secret as soon as it is called one.
     */
    @Nullable String environment(String name);

    /** Says how far a long call has come; shown on the live progress line and dropped elsewhere. */
    void progress(String message);
}
