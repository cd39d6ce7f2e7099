package dev.runbook.rehearsal;

import dev.runbook.event.Event;
import dev.runbook.event.Event.Status;
import dev.runbook.event.EventSink;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the tasks of one pass came to. Hears one event at a time. */
public final class Pass implements EventSink {
    private final boolean check;
    private final Map<Key, Event.TaskFinished> finished = new LinkedHashMap<>();
    private final Map<String, Integer> turns = new HashMap<>();
    private final List<Event> all = new ArrayList<>();
    private Event.@Nullable RunFinished end;

    /** @param check whether changes were only predicted */
    public Pass(boolean check) {
        this.check = check;
    }

    /**
     * A task of one host.
     *
     * @param turn counts how often the host comes to it: an include in a loop brings it several times
     */
    record Key(String host, String at, int turn) {}

    @Override
    public void accept(Event event) {
        switch (event) {
            case Event.TaskFinished task -> {
                int turn = turns.merge(task.host() + "\n" + task.task().at(), 1, Integer::sum);
                finished.put(new Key(task.host(), task.task().at(), turn), task);
                keep(event);
            }
            case Event.RunFinished run -> end = run;
            default -> keep(event);
        }
    }

    private void keep(Event event) {
        if (!(event instanceof Event.Progress)) {
            all.add(event);
        }
    }

    /** Whether changes were only predicted. */
    public boolean check() {
        return check;
    }

    /** By host and task, in the order in which they were done. */
    Map<Key, Event.TaskFinished> finished() {
        return finished;
    }

    /** What came of a task; empty where the host did not come to it. */
    Optional<Event.TaskFinished> of(Key key) {
        return Optional.ofNullable(finished.get(key));
    }

    /** How many tasks ended in this way, on all hosts together. */
    public int count(Status status) {
        return (int) finished.values().stream().filter(task -> task.outcome().status() == status).count();
    }

    /** Whether it came to its end without a failure that nothing mended. */
    public boolean good() {
        return end != null && end.exit() == 0 && end.stoppedAt() == null;
    }

    /** What was said of the tasks that failed, and why it ended early; for whoever has to mend it. */
    public List<Event> failures() {
        List<Event> failures = new ArrayList<>();
        for (Event event : all) {
            boolean failed = switch (event) {
                case Event.TaskFinished task -> task.outcome().status() == Status.FAILED && !task.ignored() && !task.rescued();
                case Event.HostUnreachable unreachable -> true;
                case Event.Warning warning -> true;
                default -> false;
            };
            if (failed) {
                failures.add(event);
            }
        }
        return failures;
    }
}
