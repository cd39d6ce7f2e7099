package dev.runbook.host;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One {@code sh} on a host, fed over its input. Frames go in, and for each of them what it printed and its exit status
 * come back. The frames of one write are one round trip.
 */
final class ShellProcess implements AutoCloseable {
    private static final Duration GRACE = Duration.ofSeconds(2);

    private final Exec exec;
    private final Preamble preamble;
    private final String marker = Preamble.token();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Side out = new Side(false);
    private final Side err = new Side(true);
    private boolean stray;

    private ShellProcess(Exec exec, Preamble preamble) {
        this.exec = exec;
        this.preamble = preamble;
    }

    /** Starts a shell that takes frames until its input ends. */
    static ShellProcess session(Transport transport, Login login, Duration limit)
            throws IOException, InterruptedException {
        return start(transport, login, "exec " + transport.shell(), limit);
    }

    /** Starts a shell that takes one script on its first line and leaves the rest of its input to that script. */
    static ShellProcess single(Transport transport, Login login, Duration limit)
            throws IOException, InterruptedException {
        return start(transport, login, "IFS= read -r rb_line; eval \"$(printf %b \"$rb_line\")\"", limit);
    }

    private static ShellProcess start(Transport transport, Login login, String then, Duration limit)
            throws IOException, InterruptedException {
        Preamble preamble = new Preamble(login);
        Exec exec = transport.exec(preamble.command(transport.shell(), then));
        ShellProcess process = new ShellProcess(exec, preamble);
        transport.threads().start(new FrameReader(exec.output(), preamble.start(), process.marker, process.out));
        transport.threads().start(new FrameReader(exec.error(), preamble.start(), process.marker, process.err));
        try {
            process.awaitStart(limit);
            return process;
        } catch (InterruptedException | IOException | RuntimeException e) {
            process.close();
            throw e;
        }
    }

    private void awaitStart(Duration limit) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        lock.lockInterruptibly();
        try {
            while (!(out.started && err.started)) {
                if (out.ended || err.ended) {
                    awaitBothEnds();
                    throw preamble.refused(out.noise(), err.noise());
                }
                String answer = preamble.answer(out.noise(), err.noise());
                if (answer != null) {
                    exec.send(answer.getBytes(StandardCharsets.UTF_8));
                }
                if (!awaitChange(deadline)) {
                    throw preamble.silent(limit, out.noise(), err.noise());
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private void awaitBothEnds() throws InterruptedException {
        long deadline = System.nanoTime() + GRACE.toNanos();
        while (!(out.ended && err.ended) && awaitChange(deadline)) {
            // Until the other stream has said all it has to say.
        }
    }

    @SuppressWarnings("WaitNotInLoop") // every caller loops
    private boolean awaitChange(long deadline) throws InterruptedException {
        long left = deadline - System.nanoTime();
        return left > 0 && changed.awaitNanos(left) > 0;
    }

    /** The process id of the shell on the host. */
    String pid() {
        return preamble.pid();
    }

    /** Whether the shell can keep what is printed to it out of lists of processes. */
    boolean printsByItself() {
        return preamble.builtinPrintf();
    }

    /** Whether it has ended, or something that was left running still prints into it. */
    boolean spent() {
        lock.lock();
        try {
            return out.ended || err.ended || stray || !out.frames.isEmpty() || !err.frames.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Sends scripts, to be run one after the other.
     *
     * @param stopAtFailure whether those after one that fails are left out
     */
    List<Frame> submit(List<Script> scripts, boolean stopAtFailure, Host.OutputListener listener) throws IOException {
        StringBuilder text = new StringBuilder("trap 'rb_stop=1' TERM\nrb_status=0 rb_stop=\n");
        if (!scripts.stream().allMatch(Script::own)) {
            text.append(Script.HELD);
        }
        List<Frame> frames = new ArrayList<>();
        for (int i = 0; i < scripts.size(); i++) {
            text.append(scripts.get(i).framed(marker, i, stopAtFailure));
            frames.add(new Frame(listener));
        }
        expect(frames);
        exec.send(text.toString().getBytes(StandardCharsets.UTF_8));
        return frames;
    }

    /** Sends the one script of a shell started for it; its input follows with {@link #copyInput}. */
    Frame submitSingle(Script script, Host.OutputListener listener) throws IOException {
        Frame frame = new Frame(listener);
        expect(List.of(frame));
        String line = Script.octal(script.framedAlone(marker).getBytes(StandardCharsets.UTF_8));
        exec.send((line + "\n").getBytes(StandardCharsets.US_ASCII));
        return frame;
    }

    void copyInput(InputStream from) throws IOException {
        exec.copy(from);
    }

    private void expect(List<Frame> frames) {
        lock.lock();
        try {
            out.frames.addAll(frames);
            err.frames.addAll(frames);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for a frame.
     *
     * @return whether it is done; false when the time is over
     * @throws IOException where the shell has ended
     */
    boolean await(Frame frame, @Nullable Duration limit) throws IOException, InterruptedException {
        long deadline = limit == null ? Long.MAX_VALUE : System.nanoTime() + limit.toNanos();
        lock.lockInterruptibly();
        try {
            while (!frame.done()) {
                if (out.ended || err.ended) {
                    awaitBothEnds();
                    if (frame.done()) {
                        return true;
                    }
                    throw new EndedException(out.why.isEmpty() ? err.why : out.why);
                }
                if (limit == null) {
                    changed.await();
                } else if (!awaitChange(deadline)) {
                    return frame.done();
                }
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until no frame is under way. */
    boolean awaitIdle(Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        lock.lockInterruptibly();
        try {
            while (!out.frames.isEmpty() || !err.frames.isEmpty()) {
                if (out.ended || err.ended || !awaitChange(deadline)) {
                    return out.frames.isEmpty() && err.frames.isEmpty();
                }
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Whether something is under way. */
    boolean busy() {
        lock.lock();
        try {
            return !(out.ended || err.ended) && !(out.frames.isEmpty() && err.frames.isEmpty());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        exec.close();
    }

    /** The shell has ended; the message says why, or is empty. */
    static final class EndedException extends IOException {
        private static final long serialVersionUID = 1L;

        private final boolean broken;

        EndedException(String why) {
            super(why);
            this.broken = !why.isEmpty();
        }

        /** Whether its connection broke; else it just ended. */
        boolean broken() {
            return broken;
        }
    }

    /** One of the two output streams. */
    private final class Side implements FrameReader.Listener {
        private final boolean error;
        private final Deque<Frame> frames = new ArrayDeque<>();
        private final StringBuilder noise = new StringBuilder();
        private boolean started;
        private boolean ended;
        private String why = "";

        Side(boolean error) {
            this.error = error;
        }

        String noise() {
            return noise.toString();
        }

        @Override
        public void noise(byte[] bytes, int offset, int length) {
            change(() -> {
                if (noise.length() < Preamble.NOISE_LIMIT) {
                    noise.append(new String(bytes, offset, length, StandardCharsets.UTF_8));
                }
            });
        }

        @Override
        public void started(String rest) {
            change(() -> {
                started = true;
                if (!error) {
                    preamble.started(rest);
                }
            });
        }

        @Override
        public void data(byte[] bytes, int offset, int length) {
            Frame frame = current();
            if (frame != null) {
                (error ? frame.err : frame.out).write(bytes, offset, length);
            }
        }

        private @Nullable Frame current() {
            lock.lock();
            try {
                Frame frame = frames.peek();
                stray |= frame == null;
                return frame;
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void marker(String rest) {
            Frame done = current();
            if (done != null) {
                (error ? done.err : done.out).end();
            }
            change(() -> {
                Frame frame = frames.poll();
                if (frame == null) {
                    stray = true;
                } else if (error) {
                    frame.errorEnded();
                } else {
                    String status = rest.substring(rest.indexOf(':') + 1);
                    stray |= status.endsWith("+");
                    frame.outputEnded(status.replace("+", ""));
                }
            });
        }

        @Override
        public void ended(String why) {
            change(() -> {
                ended = true;
                this.why = why;
            });
        }

        private void change(Runnable change) {
            lock.lock();
            try {
                change.run();
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }
}
