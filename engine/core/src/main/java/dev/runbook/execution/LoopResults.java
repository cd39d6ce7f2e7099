package dev.runbook.execution;

import dev.runbook.api.Unknown;
import dev.runbook.event.Event.Change;
import dev.runbook.event.Event.Failure;
import dev.runbook.event.Event.Status;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gathers what the items of a loop gave into the result of the task. */
final class LoopResults {
    private final String loopVar;
    private final List<@Nullable Object> results = new ArrayList<>();
    private final List<Attempt> attempts = new ArrayList<>();

    LoopResults(String loopVar) {
        this.loopVar = loopVar;
    }

    void add(@Nullable Object item, Attempt attempt) {
        Map<String, @Nullable Object> result = new LinkedHashMap<>(attempt.registered());
        result.put(loopVar, item);
        results.add(result);
        attempts.add(attempt);
    }

    /** Failed if any failed, else unknown if any is, else changed if any is; skipped if all are or there was none. */
    Attempt attempt() {
        Map<String, @Nullable Object> result = new LinkedHashMap<>();
        result.put("results", results);
        if (attempts.isEmpty()) {
            result.put("skip_reason", "the loop has no items");
        }
        List<Change> changes = attempts.stream().flatMap(a -> a.changes().stream()).toList();
        Attempt failed = first(Status.FAILED);
        if (failed != null) {
            long count = attempts.stream().filter(a -> a.status() == Status.FAILED).count();
            String message = count + " of " + attempts.size() + (attempts.size() == 1 ? " item" : " items") + " failed";
            result.put("msg", message);
            Failure failure = new Failure(message, List.of(), List.of());
            return new Attempt(Status.FAILED, changes, null, failure, failed.runbookError(), result, Map.of(), List.of());
        }
        Attempt unknown = first(Status.UNKNOWN);
        if (unknown != null) {
            Unknown cause = unknown.unknown();
            return new Attempt(Status.UNKNOWN, changes, cause, null, false, result, Map.of(), List.of());
        }
        Status status = first(Status.CHANGED) != null
                ? Status.CHANGED
                : attempts.stream().allMatch(a -> a.status() == Status.SKIPPED) ? Status.SKIPPED : Status.OK;
        return new Attempt(status, changes, null, null, false, result, Map.of(), List.of());
    }

    private @Nullable Attempt first(Status status) {
        return attempts.stream().filter(a -> a.status() == status).findFirst().orElse(null);
    }
}
