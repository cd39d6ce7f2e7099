package dev.runbook.rehearsal;

import dev.runbook.event.Event;
import dev.runbook.event.Event.Change;
import dev.runbook.event.Event.Outcome;
import dev.runbook.event.Event.Status;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether a rehearsal holds: what the first check announced is what the first run did, and after it there is nothing left
 * to do.
 *
 * @param findings one for each host and task, in the order of the first run
 */
public record Verdict(List<Finding> findings) {
    public Verdict {
        findings = List.copyOf(findings);
    }

    /**
     * What is known of one task on one host.
     *
     * @param statuses of the passes, in their order; null where the host did not come to the task
     * @param fault what is not as it should be; null for nothing
     */
    public record Finding(String host, Event.TaskRef task, List<@Nullable Status> statuses, @Nullable String fault) {
        // Not a compact constructor: javac drops what is said of a parameter's type arguments there.
        public Finding(String host, Event.TaskRef task, List<@Nullable Status> statuses, @Nullable String fault) {
            this.host = host;
            this.task = task;
            this.statuses = statuses;
            this.fault = fault;
        }
    }

    /**
     * Compares the passes: check, run, check, run. Later ones may be missing where an earlier one failed.
     */
    public static Verdict of(List<Pass> passes) {
        Set<Pass.Key> keys = new LinkedHashSet<>();
        if (passes.size() > 1) {
            keys.addAll(passes.get(1).finished().keySet());
        }
        passes.forEach(pass -> keys.addAll(pass.finished().keySet()));
        Set<String> doubtful = new LinkedHashSet<>();
        passes.getFirst().finished().forEach((key, task) -> {
            if (task.outcome().status() == Status.UNKNOWN) {
                doubtful.add(key.host());
            }
        });
        Set<String> lost = new LinkedHashSet<>();
        passes.stream().filter(pass -> !pass.check()).flatMap(pass -> pass.finished().values().stream()).forEach(task -> {
            if (failed(task)) {
                lost.add(task.host());
            }
        });
        List<Finding> findings = new ArrayList<>();
        for (Pass.Key key : keys) {
            List<Event.@Nullable TaskFinished> seen = new ArrayList<>();
            passes.forEach(pass -> seen.add(pass.of(key).orElse(null)));
            Event.TaskRef task = passes.stream().flatMap(pass -> pass.of(key).stream()).findFirst().orElseThrow().task();
            List<@Nullable Status> statuses = new ArrayList<>();
            seen.forEach(one -> statuses.add(one == null ? null : one.outcome().status()));
            findings.add(new Finding(key.host(), task, statuses, fault(seen, new Standing(
                    doubtful.contains(key.host()), lost.contains(key.host())))));
        }
        return new Verdict(findings);
    }

    /**
     * How things stand with a host.
     *
     * @param doubtful whether something about it could not be told beforehand
     * @param lost whether it failed, so that the rest was not done
     */
    private record Standing(boolean doubtful, boolean lost) {}

    private static boolean failed(Event.TaskFinished task) {
        boolean open = !task.ignored() && !task.rescued();
        return open && (task.outcome().status() == Status.FAILED || task.outcome().status() == Status.UNREACHABLE);
    }

    private static @Nullable String fault(List<Event.@Nullable TaskFinished> seen, Standing standing) {
        for (int pass = 1; pass < seen.size(); pass += 2) {
            Event.TaskFinished done = seen.get(pass);
            if (done != null && failed(done)) {
                return done.outcome().status() == Status.FAILED ? "it failed" : "the host was unreachable";
            }
        }
        String first = seen.size() < 2 ? null : announced(seen.get(0), seen.get(1), standing);
        if (first != null || seen.size() < 4) {
            return first;
        }
        Event.TaskFinished again = seen.get(3);
        if (again != null && again.outcome().status() == Status.CHANGED) {
            return "it changes something again on a second run: " + targets(again.outcome());
        }
        return announced(seen.get(2), again, new Standing(true, standing.lost()));
    }

    /** Whether what was announced is what was done. */
    private static @Nullable String announced(
            Event.@Nullable TaskFinished before, Event.@Nullable TaskFinished after, Standing standing) {
        if (before == null) {
            if (after == null || after.outcome().status() != Status.CHANGED || standing.doubtful()) {
                return null;
            }
            return "it was not announced, and changed " + targets(after.outcome());
        }
        Status expected = before.outcome().status();
        if (expected == Status.UNKNOWN) {
            return null;
        }
        if (after == null) {
            return expected == Status.CHANGED && !standing.lost() ? "a change was announced, and the task was not reached" : null;
        }
        Status done = after.outcome().status();
        if (expected != done) {
            return "announced as " + word(expected) + ", and then " + word(done)
                    + (done == Status.CHANGED ? ": " + targets(after.outcome()) : "");
        }
        return done == Status.CHANGED ? changes(before.outcome().changes(), after.outcome().changes()) : null;
    }

    private static @Nullable String changes(List<Change> announced, List<Change> done) {
        List<String> expected = named(announced);
        List<String> found = named(done);
        if (!expected.equals(found)) {
            return "announced was a change of " + String.join(", ", expected) + ", and changed " + String.join(", ", found);
        }
        for (int i = 0; i < announced.size(); i++) {
            if (!announced.get(i).diff().equals(done.get(i).diff())) {
                return "the diff that was announced for " + announced.get(i).target() + " is not that of the change";
            }
        }
        return null;
    }

    private static List<String> named(List<Change> changes) {
        return changes.stream().map(change -> change.target() + " (" + change.kind() + ")").toList();
    }

    private static String targets(Outcome outcome) {
        List<String> targets = outcome.changes().stream().map(Change::target).distinct().toList();
        return targets.isEmpty() ? "something" : String.join(", ", targets);
    }

    static String word(@Nullable Status status) {
        return switch (status) {
            case null -> "-";
            case OK -> "ok";
            case CHANGED -> "changed";
            case FAILED -> "failed";
            case SKIPPED -> "skipped";
            case UNREACHABLE -> "unreachable";
            case UNKNOWN -> "may run";
        };
    }

    /** Whether nothing is at fault. */
    public boolean holds() {
        return findings.stream().allMatch(finding -> finding.fault() == null);
    }

    /** Those at fault. */
    public List<Finding> faults() {
        return findings.stream().filter(finding -> finding.fault() != null).toList();
    }

    /** The findings of each task. */
    Map<String, List<Finding>> byTask() {
        Map<String, List<Finding>> tasks = new LinkedHashMap<>();
        findings.forEach(finding -> tasks.computeIfAbsent(finding.task().at(), at -> new ArrayList<>()).add(finding));
        return tasks;
    }
}
