package dev.runbook.execution;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Keeps hosts in step. Every host runs through the tasks on a thread of its own and asks for its turn before each; with
 * the linear strategy those that stand at the earliest task go, and the others wait until nobody is behind them. With the
 * free strategy nobody waits.
 */
final class Pacer {
    private final ReentrantLock lock = new ReentrantLock();
    /** In the order of the play: of those that go together, the first is the leader. */
    private final Map<String, Entry> hosts = new LinkedHashMap<>();
    private final boolean free;
    private final Set<Position> begun = new HashSet<>();
    private int moving;

    private final class Entry {
        private final Condition turn = lock.newCondition();
        private @Nullable Position waitingAt;
        private boolean released;
        private boolean leader;
    }

    /**
     * Where a task stands, from the play down, compared level by level: indices, and the names of files where hosts may
     * include different ones in the same place.
     */
    record Position(List<Object> path) implements Comparable<Position> {
        Position {
            path = List.copyOf(path);
        }

        Position child(int index) {
            return longer(index);
        }

        Position child(String name) {
            return longer(name);
        }

        private Position longer(Object step) {
            List<Object> longer = new ArrayList<>(path);
            longer.add(step);
            return new Position(longer);
        }

        @Override
        public int compareTo(Position other) {
            int shared = Math.min(path.size(), other.path.size());
            for (int i = 0; i < shared; i++) {
                int order = compare(path.get(i), other.path.get(i));
                if (order != 0) {
                    return order;
                }
            }
            return Integer.compare(path.size(), other.path.size());
        }

        private static int compare(Object one, Object other) {
            return one instanceof Integer a && other instanceof Integer b
                    ? Integer.compare(a, b)
                    : String.valueOf(one).compareTo(String.valueOf(other));
        }
    }

    /**
     * @param leader whether this host is the first to come to the task, and announces it
     * @param together how many hosts go with it
     * @param on whether they go on with the task, as the leader said for all of them
     */
    record Turn(boolean leader, int together, boolean on) {}

    /** @param free whether each host goes on as fast as it can */
    Pacer(Collection<String> names, boolean free) {
        this.free = free;
        names.forEach(name -> hosts.put(name, new Entry()));
        moving = names.size();
    }

    /**
     * Waits until it is this host's turn to begin the task at {@code position}.
     *
     * @param announce called for the leader, before any of the hosts goes on; says whether they go on with the task at all
     */
    Turn await(String host, Position position, Predicate<Turn> announce) throws InterruptedException {
        Turn turn = turn(host, position);
        if (!turn.leader()) {
            return turn;
        }
        boolean on = false;
        try {
            on = announce.test(turn);
        } finally {
            releaseFollowers(on);
        }
        return new Turn(true, turn.together(), on);
    }

    private Turn turn(String host, Position position) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            Entry entry = entry(host);
            if (free) {
                return new Turn(begun.add(position), 1, true);
            }
            entry.waitingAt = position;
            entry.released = false;
            moving--;
            releaseWhenAllWait();
            while (!entry.released) {
                entry.turn.await();
            }
            return new Turn(entry.leader, together, on);
        } finally {
            lock.unlock();
        }
    }

    private void releaseFollowers(boolean goingOn) {
        lock.lock();
        try {
            on = goingOn;
            followers.forEach(entry -> {
                entry.released = true;
                entry.turn.signal();
            });
            followers.clear();
        } finally {
            lock.unlock();
        }
    }

    private int together;
    private boolean on = true;
    private final List<Entry> followers = new ArrayList<>();

    /** The host takes no further part. */
    void leave(String host) {
        lock.lock();
        try {
            Entry entry = hosts.remove(host);
            if (entry != null) {
                if (entry.waitingAt == null) {
                    moving--;
                }
                if (!free) {
                    releaseWhenAllWait();
                }
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
        going.forEach(entry -> {
            entry.waitingAt = null;
            entry.leader = false;
        });
        Entry leader = going.getFirst();
        leader.leader = true;
        leader.released = true;
        leader.turn.signal();
        followers.addAll(going.subList(1, going.size()));
    }
}
