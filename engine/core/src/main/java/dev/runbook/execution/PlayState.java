package dev.runbook.execution;

import dev.runbook.execution.Pacer.Position;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** What the hosts of one batch of a play share while they run. */
final class PlayState {
    private final Pacer pacer;
    private final int size;
    private final double maxFailPercentage;
    private final AtomicInteger failed = new AtomicInteger();
    private final AtomicReference<@Nullable String> fatal = new AtomicReference<>();
    private final AtomicReference<@Nullable End> end = new AtomicReference<>();
    private final Map<Position, CompletableFuture<Shared>> once = new ConcurrentHashMap<>();
    private final Map<Position, Semaphore> throttles = new ConcurrentHashMap<>();

    /** How far {@code meta: end_play} and {@code end_batch} reach. */
    enum End {
        BATCH,
        PLAY
    }

    /** What a {@code run_once} task came to, for the hosts that did not run it. */
    record Shared(TaskRunner.@Nullable Done done, HostRunner.Flow flow) {}

    /** @param maxFailPercentage over 100 for no limit */
    PlayState(Pacer pacer, int size, double maxFailPercentage) {
        this.pacer = pacer;
        this.size = size;
        this.maxFailPercentage = maxFailPercentage;
    }

    Pacer pacer() {
        return pacer;
    }

    /** Why the play ends before its time, on all hosts; null while it does not. */
    @Nullable String fatal() {
        return fatal.get();
    }

    void stop(String why) {
        fatal.compareAndSet(null, why);
    }

    @Nullable End end() {
        return end.get();
    }

    void end(End reach) {
        end.compareAndSet(null, reach);
    }

    /** A host takes no further part because it failed or was lost. */
    void hostFailed() {
        int now = failed.incrementAndGet();
        if (now * 100.0 / size > maxFailPercentage) {
            stop("max_fail_percentage: %d of %d hosts failed".formatted(now, size));
        }
    }

    boolean allFailed() {
        return failed.get() >= size;
    }

    /** The result of a task that runs once; whoever leads completes it. */
    CompletableFuture<Shared> once(Position at) {
        return once.computeIfAbsent(at, key -> new CompletableFuture<>());
    }

    Semaphore throttle(Position at, int most) {
        return throttles.computeIfAbsent(at, key -> new Semaphore(most));
    }
}
