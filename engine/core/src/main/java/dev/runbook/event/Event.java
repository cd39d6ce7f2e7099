package dev.runbook.event;

import dev.runbook.language.Diagnostic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One thing that happened. Secrets are already masked, and what {@code no_log} hides is already gone. */
public sealed interface Event {
    /**
     * @param runbooks their names as the user gave them
     * @param check whether changes are only predicted
     */
    record RunStarted(List<String> runbooks, boolean check) implements Event {}

    /** @param at {@code file:line:column} */
    record PlayStarted(String name, List<String> hosts, String at) implements Event {}

    /** The first host has come to a task. */
    record TaskStarted(TaskRef task, int hosts) implements Event {}

    /** The first host has come to a handler. */
    record HandlerStarted(TaskRef task, int hosts) implements Event {}

    /** One item of a loop is done on one host. */
    record ItemFinished(String host, TaskRef task, Object item, Outcome outcome) implements Event {}

    /**
     * A task is done on one host, all items of its loop included.
     *
     * @param delegate the host that carried it out in place of {@code host}; null for none
     */
    record TaskFinished(
            String host, TaskRef task, Outcome outcome, boolean ignored, boolean rescued, @Nullable String delegate)
            implements Event {}

    /** A line that a running command printed, or how far a long step has come. Not part of the JSON stream. */
    record Progress(String host, TaskRef task, String line) implements Event {}

    /** A host cannot be reached; it takes no further part. {@code task} is null before the first task. */
    record HostUnreachable(String host, @Nullable TaskRef task, String message, List<String> hints)
            implements Event {}

    record Warning(Diagnostic diagnostic) implements Event {}

    /**
     * @param stoppedAt where an interrupted run stopped; null for one that came to its end
     * @param endedBy why the plays were not carried out to their end, though nobody interrupted; null where they were
     */
    record RunFinished(
            Map<String, HostRecap> recap, int exit, Duration elapsed, @Nullable String stoppedAt, @Nullable String endedBy)
            implements Event {}

    /** How a task came out on one host. */
    enum Status {
        OK,
        CHANGED,
        FAILED,
        SKIPPED,
        UNREACHABLE,
        UNKNOWN
    }

    /**
     * A task as events name it.
     *
     * @param name as rendered for the first host; the module's name where it has none
     * @param at {@code file:line:column}
     * @param role whose task it is; null for none
     */
    record TaskRef(String name, String module, String at, @Nullable String role) {}

    /**
     * @param cause why the status is unknown, what was skipped, or ""
     * @param failure what went wrong; null unless failed
     * @param result what {@code register} sees; empty where {@code no_log} hides it
     */
    record Outcome(
            Status status,
            List<Change> changes,
            String cause,
            @Nullable Failure failure,
            Map<String, @Nullable Object> result,
            Duration elapsed) {}

    /**
     * Why a task failed.
     *
     * @param message for the user; may have several lines
     * @param diagnostics where the runbook itself is at fault
     */
    record Failure(String message, List<String> hints, List<Diagnostic> diagnostics) {}

    /**
     * One resource that changed or would change.
     *
     * @param kind {@code created}, {@code changed} or {@code removed}
     * @param diff unified; "" where diffs are off or there is nothing to show
     */
    record Change(String target, String kind, String diff) {}

    /** Counts per host. {@code ignored} counts as ok too; {@code rescued} does not count as failed. */
    record HostRecap(
            int ok, int changed, int failed, int unreachable, int skipped, int rescued, int ignored, int unknown) {
        public static final HostRecap NONE = new HostRecap(0, 0, 0, 0, 0, 0, 0, 0);
    }
}
