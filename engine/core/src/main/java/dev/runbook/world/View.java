package dev.runbook.world;

import dev.runbook.api.Action;
import dev.runbook.api.Answer;
import dev.runbook.api.Query;
import dev.runbook.api.Unknown;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one host, or of the services as a whole: answers already given, and the changes predicted since.
 * Safe for several threads.
 */
public final class View {
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Key, Answer<?>> answers = new HashMap<>();
    private final List<Predicted> predicted = new ArrayList<>();
    private @Nullable Unknown opaque;
    private int changes;

    /**
     * A question as one user sees it: what root may read another may not.
     *
     * @param user who asks; "" for the user of the connection
     */
    public record Key(String user, Query<?> query) {}

    private record Predicted(Action action, Unknown cause) {}

    /** The answer kept, as the world really was when it was asked. */
    Optional<Answer<?>> kept(Key key) {
        lock.lock();
        try {
            return Optional.ofNullable(answers.get(key));
        } finally {
            lock.unlock();
        }
    }

    void keep(Key key, Answer<?> answer) {
        lock.lock();
        try {
            answers.put(key, answer);
        } finally {
            lock.unlock();
        }
    }

    void forget(Key key) {
        lock.lock();
        try {
            answers.remove(key);
        } finally {
            lock.unlock();
        }
    }

    /** Time has passed, or something happened that nobody can tell the reach of. */
    public void forgetAll() {
        lock.lock();
        try {
            answers.clear();
        } finally {
            lock.unlock();
        }
    }

    /** An action was really performed, perhaps only in part: what it may have touched is no longer known. */
    public void performed(Action action) {
        lock.lock();
        try {
            changes++;
            for (Iterator<Key> keys = answers.keySet().iterator(); keys.hasNext(); ) {
                if (action.touches(keys.next().query())) {
                    keys.remove();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** How many actions were performed so far. */
    public int changes() {
        lock.lock();
        try {
            return changes;
        } finally {
            lock.unlock();
        }
    }

    /** An action would be performed; from now on answers are as they would be after it. */
    public void predict(Action action, Unknown cause) {
        lock.lock();
        try {
            predicted.add(new Predicted(action, cause));
            if (action.opaque() && opaque == null) {
                opaque = cause;
            }
        } finally {
            lock.unlock();
        }
    }

    /** The first predicted change that nothing can be told about, if there is one. */
    public Optional<Unknown> opaque() {
        lock.lock();
        try {
            return Optional.ofNullable(opaque);
        } finally {
            lock.unlock();
        }
    }

    /** Whether any change is predicted. */
    public boolean pending() {
        lock.lock();
        try {
            return !predicted.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** The last predicted change, to name as what an answer depends on. */
    public Optional<Unknown> lastPredicted() {
        lock.lock();
        try {
            return predicted.isEmpty() ? Optional.empty() : Optional.of(predicted.getLast().cause());
        } finally {
            lock.unlock();
        }
    }

    /** Lays the predicted changes over an answer from the real world, which may be that it cannot be had now. */
    @SuppressWarnings("ReferenceEquality") // whether a change replaced this very answer
    <T extends @Nullable Object> Laid<T> lay(Query<T> query, Answer<T> real) {
        List<Predicted> changes;
        lock.lock();
        try {
            changes = List.copyOf(predicted);
        } finally {
            lock.unlock();
        }
        Answer<T> answer = real;
        Unknown cause = null;
        for (Predicted change : changes) {
            Answer<T> next = change.action().after(query, answer);
            boolean knownBefore = !(answer instanceof Answer.NotYet<T>) || (answer == real && next != real);
            if (next instanceof Answer.NotYet<T>(String why) && knownBefore) {
                cause = new Unknown(change.cause().cause() + " (" + why + ")", change.cause().at());
            }
            answer = next;
        }
        return new Laid<>(answer, cause);
    }

    /** @param cause which change made the answer unknown; null where it is known */
    record Laid<T extends @Nullable Object>(Answer<T> answer, @Nullable Unknown cause) {}
}
