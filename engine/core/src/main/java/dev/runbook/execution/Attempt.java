package dev.runbook.execution;

import dev.runbook.api.ProvidesInventory;
import dev.runbook.api.Unknown;
import dev.runbook.event.Event.Change;
import dev.runbook.event.Event.Failure;
import dev.runbook.event.Event.Outcome;
import dev.runbook.event.Event.Status;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How one attempt at one item of a task came out, before {@code changed_when} and its like.
 *
 * @param unknown on what an unknown status depends
 * @param runbookError whether the runbook itself is at fault, which {@code ignore_errors} does not cover
 * @param variables to be defined for the host
 * @param additions to the inventory
 */
record Attempt(
        Status status,
        List<Change> changes,
        @Nullable Unknown unknown,
        @Nullable Failure failure,
        boolean runbookError,
        Map<String, @Nullable Object> result,
        Map<String, @Nullable Object> variables,
        List<ProvidesInventory.Addition> additions) {
    static Attempt of(Status status, List<Change> changes, Map<String, @Nullable Object> result) {
        return new Attempt(status, changes, null, null, false, result, Map.of(), List.of());
    }

    static Attempt failed(Failure failure, boolean runbookError, Map<String, @Nullable Object> result) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>(result);
        all.putIfAbsent("msg", failure.message());
        return new Attempt(Status.FAILED, List.of(), null, failure, runbookError, all, Map.of(), List.of());
    }

    static Attempt unknown(Unknown cause, Map<String, @Nullable Object> result) {
        return new Attempt(Status.UNKNOWN, List.of(), cause, null, false, result, Map.of(), List.of());
    }

    Attempt withStatus(Status other) {
        return new Attempt(other, changes, unknown, failure, runbookError, result, variables, additions);
    }

    Attempt withVariables(Map<String, @Nullable Object> defined) {
        return new Attempt(status, changes, unknown, failure, runbookError, result, defined, additions);
    }

    Attempt withAdditions(List<ProvidesInventory.Addition> added) {
        return new Attempt(status, changes, unknown, failure, runbookError, result, variables, added);
    }

    Attempt withResult(Map<String, @Nullable Object> other) {
        return new Attempt(status, changes, unknown, failure, runbookError, other, variables, additions);
    }

    Attempt withUnknown(Unknown cause) {
        return new Attempt(Status.UNKNOWN, changes, cause, null, false, result, variables, additions);
    }

    Attempt withFailure(Failure why, boolean byRunbook) {
        return new Attempt(Status.FAILED, changes, null, why, byRunbook, result, variables, additions);
    }

    /** What {@code register} sees: the result with what every result has. */
    Map<String, @Nullable Object> registered() {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        all.put("changed", status == Status.UNKNOWN && unknown != null ? unknown : status == Status.CHANGED);
        all.put("failed", status == Status.FAILED || status == Status.UNREACHABLE);
        all.put("skipped", status == Status.SKIPPED);
        all.put("unreachable", status == Status.UNREACHABLE);
        all.putAll(result);
        if (status == Status.UNKNOWN && unknown != null) {
            all.put("changed", unknown);
        }
        return all;
    }

    /** As an event shows it. */
    Outcome outcome(Duration elapsed, boolean hidden) {
        Object skipReason = result.get("skip_reason");
        String cause = unknown != null && status == Status.UNKNOWN
                ? dependsOn(unknown)
                : status == Status.SKIPPED && skipReason != null ? skipReason.toString() : "";
        if (!hidden) {
            return new Outcome(status, changes, cause, failure, result, elapsed);
        }
        Failure why = failure == null ? null : new Failure("the details are hidden by no_log", List.of(), List.of());
        List<Change> hiddenChanges = changes.stream()
                .map(change -> new Change("(hidden by no_log)", change.kind(), ""))
                .toList();
        return new Outcome(status, hiddenChanges, "", why, Map.of(), elapsed);
    }

    private static String dependsOn(Unknown unknown) {
        String text = unknown.cause().startsWith("depends on") ? unknown.cause() : "depends on " + unknown.cause();
        return unknown.at().isEmpty() ? text : text + " (" + unknown.at() + ")";
    }
}
