package dev.runbook.execution;

import dev.runbook.event.Event.HostRecap;
import dev.runbook.event.Event.Status;
import java.util.LinkedHashMap;
import java.util.Map;

/** Counts how tasks came out. The only thing that grows with a run, and only by hosts. Safe for several threads. */
final class Recap {
    private final Map<String, int[]> counts = new LinkedHashMap<>();
    private boolean failed;
    private boolean unreachable;

    private enum Column {
        OK,
        CHANGED,
        FAILED,
        UNREACHABLE,
        SKIPPED,
        RESCUED,
        IGNORED,
        UNKNOWN
    }

    synchronized void host(String host) {
        counts.computeIfAbsent(host, h -> new int[Column.values().length]);
    }

    synchronized void count(String host, Status status, boolean ignored, boolean rescued) {
        switch (status) {
            case OK -> add(host, Column.OK);
            case CHANGED -> {
                add(host, Column.OK);
                add(host, Column.CHANGED);
            }
            case SKIPPED -> add(host, Column.SKIPPED);
            case UNKNOWN -> add(host, Column.UNKNOWN);
            case UNREACHABLE -> {
                if (ignored) {
                    add(host, Column.OK);
                    add(host, Column.IGNORED);
                } else {
                    add(host, Column.UNREACHABLE);
                    unreachable = true;
                }
            }
            case FAILED -> {
                if (ignored) {
                    add(host, Column.OK);
                    add(host, Column.IGNORED);
                } else if (rescued) {
                    add(host, Column.RESCUED);
                } else {
                    add(host, Column.FAILED);
                    failed = true;
                }
            }
        }
    }

    private void add(String host, Column column) {
        counts.computeIfAbsent(host, h -> new int[Column.values().length])[column.ordinal()]++;
    }

    synchronized Map<String, HostRecap> counts() {
        Map<String, HostRecap> result = new LinkedHashMap<>();
        counts.forEach((host, n) -> result.put(host, new HostRecap(
                n[Column.OK.ordinal()],
                n[Column.CHANGED.ordinal()],
                n[Column.FAILED.ordinal()],
                n[Column.UNREACHABLE.ordinal()],
                n[Column.SKIPPED.ordinal()],
                n[Column.RESCUED.ordinal()],
                n[Column.IGNORED.ordinal()],
                n[Column.UNKNOWN.ordinal()])));
        return result;
    }

    /** Whether a task failed on a host that has not been forgiven since. */
    synchronized boolean failed() {
        return failed;
    }

    /** Whether a host was unreachable and has not been forgiven since. */
    synchronized boolean unreachable() {
        return unreachable;
    }

    /** {@code meta: clear_host_errors}: what was counted stays, but the run is no longer taken to have failed by it. */
    synchronized void forgive() {
        failed = false;
        unreachable = false;
    }

    synchronized boolean any(java.util.function.Predicate<HostRecap> test) {
        return counts().values().stream().anyMatch(test);
    }
}
