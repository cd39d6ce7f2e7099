package dev.runbook.host;

import dev.runbook.api.ActionResult;
import dev.runbook.api.Answer;
import dev.runbook.api.HostAction;
import dev.runbook.api.HostQuery;
import dev.runbook.api.NetworkAction;
import dev.runbook.api.NetworkQuery;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A host that can be asked and acted upon: over SSH, locally, or simulated. Connects on first use and stays connected.
 * Used by several virtual threads at once; calls for one user are carried out one after the other.
 */
public interface Host extends AutoCloseable {
    String name();

    /**
     * Answers all queries in one round trip.
     *
     * @return one answer per query, in their order
     * @throws HostUnreachableException where the connection cannot be made or breaks
     */
    List<HostAnswer> ask(List<? extends HostQuery<?>> queries, Access access) throws InterruptedException;

    /** Answers a question over the network as seen from the host, or from here when the query says so. */
    <T extends @Nullable Object> T ask(NetworkQuery<T> query) throws InterruptedException;

    /** Sends one HTTP request from the host and gives the answer, or why none came. */
    NetworkQuery.HttpAnswer call(NetworkAction.HttpCall call) throws InterruptedException;

    /**
     * Performs actions in order, in one round trip where their payloads allow, stopping after the first that fails.
     *
     * @return one result per action performed; the last may be a failure
     * @throws HostUnreachableException where the connection breaks; it says what was under way
     */
    List<ActionResult> perform(List<? extends HostAction> actions, Access access, OutputListener listener)
            throws InterruptedException;

    /** Whether a question takes a round trip, so that asking several at once, ahead of their turn, saves time. */
    default boolean distant() {
        return true;
    }

    /** Ends the connection; what is under way is cut off. */
    @Override
    void close();

    /** An answer, or why there is none. */
    sealed interface HostAnswer {
        record Given(Answer<?> answer) implements HostAnswer {}

        /** The question could not be answered: no permission, say. Message for the user. */
        record Refused(String message) implements HostAnswer {}
    }

    /** Hears the output of what runs, as it comes. Called on the host's own thread; must not block. */
    interface OutputListener {
        OutputListener NONE = (line, error) -> {};

        void line(String line, boolean error);
    }
}
