package dev.runbook.execution;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Keeps hosts in step. Every host runs through the tasks on a thread of its own and asks for its turn before each; with
 * the linear strategy those that stand at the earliest task go, and the others wait until nobody is behind them.
 */
final class Pacer {
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Entry> hosts = new HashMap<>();
    private int moving;

    private final class Entry {
        private final Condition turn = lock.newCondition();
        private @Nullable Position waitingAt;
        private boolean released;
        private boolean leader;
    }

    /** Where a task stands: indices from the play down, compared level by level. */
    record Position(List<Integer> path) implements Comparable<Position> {
        Position {
            path = List.copyOf(path);
        }

        Position child(int index) {
            List<Integer> longer = new ArrayList<>(path);
            longer.add(index);
            return new Position(longer);
        }

        @Override
        public int compareTo(Position other) {
            int shared = Math.min(path.size(), other.path.size());
            for (int i = 0; i < shared; i++) {
                int order = Integer.compare(path.get(i), other.path.get(i));
                if (order != 0) {
                    return order;
                }
            }
            return Integer.compare(path.size(), other.path.size());
        }
    }

    /**
     * @param leader whether this host is the first to come to the task, and announces it
     * @param together how many hosts go with it
     */
    record Turn(boolean leader, int together) {}

    Pacer(Collection<String> names) {
        names.forEach(name -> hosts.put(name, new Entry()));
        moving = names.size();
    }

    /** Waits until it is this host's turn to begin the task at {@code position}. */
    Turn await(String host, Position position) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            Entry entry = entry(host);
            entry.waitingAt = position;
            entry.released = false;
            moving--;
            releaseWhenAllWait();
            while (!entry.released) {
                entry.turn.await();
            }
            return new Turn(entry.leader, together);
        } finally {
            lock.unlock();
        }
    }

    private int together;

    /** The host takes no further part. */
    void leave(String host) {
        lock.lock();
        try {
            Entry entry = hosts.remove(host);
            if (entry != null) {
                if (entry.waitingAt == null) {
                    moving--;
                }
                releaseWhenAllWait();
            }
        } finally {
            lock.unlock();
        }
    }

    private Entry entry(String host) {
        Entry entry = hosts.get(host);
        if (entry == null) {
            throw new IllegalStateException(host + " has already left");
        }
        return entry;
    }

    private void releaseWhenAllWait() {
        if (moving > 0 || hosts.isEmpty()) {
            return;
        }
        Position earliest = null;
        for (Entry entry : hosts.values()) {
            Position at = entry.waitingAt;
            if (at != null && (earliest == null || at.compareTo(earliest) < 0)) {
                earliest = at;
            }
        }
        if (earliest == null) {
            return;
        }
        List<Entry> going = new ArrayList<>();
        for (Entry entry : hosts.values()) {
            if (earliest.equals(entry.waitingAt)) {
                going.add(entry);
            }
        }
        together = going.size();
        moving = going.size();
        boolean leader = true;
        for (Entry entry : going) {
            entry.waitingAt = null;
            entry.released = true;
            entry.leader = leader;
            leader = false;
            entry.turn.signal();
        }
    }
}
