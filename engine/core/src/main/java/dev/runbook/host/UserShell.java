package dev.runbook.host;

import dev.runbook.api.Payload;
import dev.runbook.api.TaskFailedException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The shell of one user on one connection: opened on first use, used by one caller at a time, opened again when it is
 * spent. What a caller gives up on is ended on the host.
 */
final class UserShell implements AutoCloseable {
    private static final Duration SETTLE = Duration.ofSeconds(3);

    private final Transport transport;
    private final Login login;
    private final Duration startLimit;
    private final ReentrantLock turn = new ReentrantLock(true);
    private volatile @Nullable ShellProcess process;
    private volatile boolean closing;

    /** Spent shells into which something left running may still print; it would die of a closed pipe. */
    private final List<ShellProcess> retired = new ArrayList<>();

    UserShell(Transport transport, Login login, Duration startLimit) {
        this.transport = transport;
        this.login = login;
        this.startLimit = startLimit;
    }

    /** Scripts to be run in order, in one round trip. */
    record Batch(
            List<Script> scripts, boolean stopAtFailure, @Nullable Duration limit, Host.OutputListener listener) {}

    /**
     * @param status the exit status
     */
    record Outcome(int status, Capture out, Capture err, Duration elapsed) {}

    /** Why a script did not come to its end. */
    enum Cut {
        /** Its time was over, and it was stopped. */
        TIMEOUT,
        /** There was no shell to run it. */
        NO_SHELL,
        /** Its shell ended. */
        ENDED,
        /** The connection broke. */
        BROKEN
    }

    /** A script did not come to its end. */
    static final class CutOffException extends Exception {
        private static final long serialVersionUID = 1L;

        private final int index;
        private final Cut cut;

        CutOffException(int index, Cut cut, @Nullable Throwable cause) {
            super(cause == null ? null : cause.getMessage(), cause);
            this.index = index;
            this.cut = cut;
        }

        CutOffException(int index, IOException cause) {
            this(
                    index,
                    cause instanceof ShellProcess.EndedException ended && !ended.broken() ? Cut.ENDED : Cut.BROKEN,
                    cause);
        }

        /** Which script was under way. */
        int index() {
            return index;
        }

        Cut cut() {
            return cut;
        }
    }

    /**
     * Runs scripts in the long-lived shell.
     *
     * @return one outcome for each that ran
     */
    List<Outcome> run(Batch batch) throws CutOffException, InterruptedException {
        turn.lockInterruptibly();
        try {
            ShellProcess shell = ready();
            if (!shell.printsByItself() && batch.scripts().stream().anyMatch(script -> script.input() != null)) {
                return runApart(batch);
            }
            int index = 0;
            try {
                List<Frame> frames = shell.submit(batch.scripts(), batch.stopAtFailure(), batch.listener());
                List<Outcome> outcomes = new ArrayList<>();
                for (Frame frame : frames) {
                    if (!shell.await(frame, batch.limit())) {
                        end(shell);
                        throw new CutOffException(index, Cut.TIMEOUT, null);
                    }
                    if (closing) {
                        throw new CutOffException(index, Cut.ENDED, null);
                    }
                    if (frame.ran()) {
                        outcomes.add(outcome(frame, index == 0 ? null : frames.get(index - 1)));
                    }
                    index++;
                }
                return outcomes;
            } catch (IOException e) {
                drop(shell);
                throw new CutOffException(index, e);
            } catch (InterruptedException e) {
                end(shell);
                throw e;
            }
        } finally {
            turn.unlock();
        }
    }

    /**
     * Where printf is a program of its own, input inside a frame would show in the list of processes; there each script
     * that has input gets a shell whose standard input it is.
     */
    private List<Outcome> runApart(Batch batch) throws CutOffException, InterruptedException {
        List<Outcome> outcomes = new ArrayList<>();
        for (Script script : batch.scripts()) {
            byte[] input = script.input();
            try {
                outcomes.add(stream(
                        new Script(script.text(), null, script.environment(), script.own()),
                        Payload.of(input == null ? new byte[0] : input),
                        batch.limit(),
                        batch.listener()));
            } catch (CutOffException e) {
                throw new CutOffException(outcomes.size(), e.cut(), e);
            }
            if (batch.stopAtFailure() && outcomes.getLast().status() != 0) {
                break;
            }
        }
        return outcomes;
    }

    private static Outcome outcome(Frame frame, @Nullable Frame before) {
        return new Outcome(frame.exitStatus(), frame.out, frame.err, frame.elapsedSince(before));
    }

    /** Runs one script in a shell of its own, with a payload streamed to its input. */
    Outcome stream(Script script, Payload payload, @Nullable Duration limit, Host.OutputListener listener)
            throws CutOffException, InterruptedException {
        turn.lockInterruptibly();
        try (ShellProcess shell = ShellProcess.single(transport, login, startLimit)) {
            return stream(shell, script, payload, limit, listener);
        } catch (IOException e) {
            throw new CutOffException(0, noShell(e), e);
        } finally {
            turn.unlock();
        }
    }

    private Outcome stream(ShellProcess shell, Script script, Payload payload, @Nullable Duration limit,
            Host.OutputListener listener) throws CutOffException, InterruptedException {
        AtomicReference<PayloadStream.@Nullable BrokenException> broken = new AtomicReference<>();
        try {
            Frame frame = shell.submitSingle(script, listener);
            transport.threads().start(() -> feed(shell, payload, broken));
            boolean done = shell.await(frame, limit);
            refuseBroken(broken.get());
            if (!done) {
                kill(shell);
                throw new CutOffException(0, Cut.TIMEOUT, null);
            }
            return outcome(frame, null);
        } catch (InterruptedException e) {
            kill(shell);
            throw e;
        } catch (IOException e) {
            refuseBroken(broken.get());
            throw new CutOffException(0, e);
        }
    }

    private static void refuseBroken(PayloadStream.@Nullable BrokenException broken) {
        if (broken != null) {
            throw new TaskFailedException(String.valueOf(broken.getMessage()));
        }
    }

    private void feed(
            ShellProcess shell, Payload payload, AtomicReference<PayloadStream.@Nullable BrokenException> broken) {
        try (InputStream in = new PayloadStream(payload)) {
            shell.copyInput(in);
        } catch (PayloadStream.BrokenException e) {
            // The script still waits for more, and must never see an end.
            broken.set(e);
            kill(shell);
        } catch (IOException e) {
            // A script that has read enough ends the pipe; its exit status says whether that was well.
        }
    }

    private Cut noShell(IOException e) {
        return transport.connected() && !(e instanceof ShellProcess.EndedException) ? Cut.NO_SHELL : Cut.BROKEN;
    }

    private ShellProcess ready() throws CutOffException, InterruptedException {
        ShellProcess present = process;
        if (present != null && !present.spent()) {
            return present;
        }
        if (present != null) {
            process = null;
            retired.add(present);
        }
        try {
            ShellProcess fresh = ShellProcess.session(transport, login, startLimit);
            process = fresh;
            return fresh;
        } catch (IOException e) {
            throw new CutOffException(0, noShell(e), e);
        }
    }

    /** Ends what the shell runs; the shell stays if it comes to rest. */
    private void end(ShellProcess shell) {
        try {
            kill(shell);
            if (shell.awaitIdle(SETTLE)) {
                return;
            }
        } catch (InterruptedException again) {
            Thread.currentThread().interrupt();
        }
        drop(shell);
    }

    private void kill(ShellProcess shell) {
        Thread killer = transport.threads().start(() -> {
            try {
                ShellKiller.kill(transport, login, shell.pid());
            } catch (IOException | InterruptedException | RuntimeException e) {
                // The connection is gone or the host refuses: nothing more can be done from here.
            }
        });
        boolean interrupted = false;
        try {
            killer.join(Duration.ofSeconds(15));
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void drop(ShellProcess shell) {
        process = null;
        shell.close();
    }

    /** Ends what is under way, and the shells. */
    @Override
    public void close() {
        closing = true;
        ShellProcess shell = process;
        if (shell != null && shell.busy() && transport.connected()) {
            kill(shell);
        }
        if (shell != null) {
            shell.close();
        }
        if (turn.tryLock()) {
            try {
                retired.forEach(ShellProcess::close);
                retired.clear();
            } finally {
                turn.unlock();
            }
        }
    }
}
