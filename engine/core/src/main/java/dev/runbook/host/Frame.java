package dev.runbook.host;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What became of one script. Written by the threads that read its shell's output, under that shell's lock, until done. */
final class Frame {
    final Capture out;
    final Capture err;
    private final long begun = System.nanoTime();
    private boolean outDone;
    private boolean errDone;
    private String status = "-";
    private long finished;

    Frame(Host.OutputListener listener) {
        this.out = new Capture(listener, false);
        this.err = new Capture(listener, true);
    }

    void outputEnded(String exitStatus) {
        status = exitStatus;
        finished = System.nanoTime();
        outDone = true;
    }

    void errorEnded() {
        errDone = true;
    }

    boolean done() {
        return outDone && errDone;
    }

    /** False where an earlier script failed. */
    boolean ran() {
        return !status.equals("-");
    }

    int exitStatus() {
        return Integer.parseInt(status);
    }

    /** From the end of the frame before it. */
    Duration elapsedSince(@Nullable Frame before) {
        return Duration.ofNanos(finished - (before == null ? begun : before.finished));
    }
}
