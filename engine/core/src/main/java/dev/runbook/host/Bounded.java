package dev.runbook.host;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs what may block for longer than wanted, or does not listen to interruption, on a thread of its own. */
final class Bounded {
    private Bounded() {}

    /**
     * @throws SocketTimeoutException when the time is over
     * @throws IOException as the work throws it
     */
    static <T> T call(Thread.Builder threads, Duration limit, Callable<T> work) throws IOException, InterruptedException {
        FutureTask<T> task = new FutureTask<>(work);
        Thread thread = threads.start(task);
        try {
            return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            thread.interrupt();
            throw new SocketTimeoutException("no answer within " + limit.toSeconds() + " s");
        } catch (InterruptedException e) {
            thread.interrupt();
            throw e;
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException io -> throw io;
                case RuntimeException runtime -> throw runtime;
                case null -> throw new IllegalStateException(e);
                case Throwable other -> throw new IllegalStateException(other);
            }
        }
    }
}
