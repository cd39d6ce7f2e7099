package dev.runbook.execution;

import dev.runbook.api.ActionResult;
import dev.runbook.api.Answer;
import dev.runbook.api.TaskFailedException;
import dev.runbook.api.host.JobStatus;
import dev.runbook.api.host.RemoveJob;
import dev.runbook.api.host.RunCommand;
import dev.runbook.api.host.StartJob;
import dev.runbook.host.Access;
import dev.runbook.host.Host;
import dev.runbook.host.HostUnreachableException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * A command that runs by itself on the host while the engine looks in on it. A connection that breaks meanwhile is made
 * again; only the job's own time limit ends the waiting.
 *
 * @param atMost how long the command may take
 * @param poll how long between two looks; zero for not waiting at all
 */
record BackgroundJob(String id, Duration atMost, Duration poll) {
    /** Beyond its limit, a job is given this long to be found ended. */
    private static final Duration GRACE = Duration.ofSeconds(30);

    static BackgroundJob of(Duration atMost, Duration poll) {
        return new BackgroundJob("j" + UUID.randomUUID().toString().replace("-", "").substring(0, 16), atMost, poll);
    }

    boolean waits() {
        return !poll.isZero();
    }

    /** Starts the command, and waits for its end where that is wanted. */
    ActionResult run(RunCommand command, Supplier<Host> host, Access access, Host.OutputListener listener)
            throws InterruptedException {
        Instant start = Instant.now();
        Access ofStart = new Access(access.become(), access.environment(), null);
        ActionResult started = host.get()
                .perform(List.of(new StartJob(command, id, atMost)), ofStart, listener)
                .getFirst();
        if (!started.succeeded() || !waits()) {
            return started;
        }
        Instant end = start.plus(atMost).plus(GRACE);
        while (true) {
            Thread.sleep(poll);
            JobStatus.State state;
            try {
                state = look(host.get(), ofStart);
            } catch (HostUnreachableException e) {
                if (Instant.now().isAfter(end)) {
                    throw e;
                }
                listener.line("the connection was lost; the job goes on, and is looked at again", true);
                continue;
            }
            switch (state) {
                case JobStatus.State.Finished finished -> {
                    host.get().perform(List.of(new RemoveJob(id)), ofStart, Host.OutputListener.NONE);
                    return result(finished, Duration.between(start, Instant.now()));
                }
                case JobStatus.State.Running running -> {
                    if (Instant.now().isAfter(end)) {
                        throw new TaskFailedException("job " + id + " did not end within " + atMost.toSeconds() + " s");
                    }
                }
                case JobStatus.State.None none -> throw new TaskFailedException(
                        "job " + id + " is gone: was its folder below ~/.runbook_async removed?");
            }
        }
    }

    private ActionResult result(JobStatus.State.Finished finished, Duration elapsed) {
        if (finished.late()) {
            throw new TaskFailedException("the command took more than its " + atMost.toSeconds() + " s (async) and was ended");
        }
        return new ActionResult(finished.exitStatus(), finished.stdout(), finished.stderr(), elapsed);
    }

    private JobStatus.State look(Host host, Access access) throws InterruptedException {
        return switch (host.ask(List.of(new JobStatus(id)), access).getFirst()) {
            case Host.HostAnswer.Given(Answer.Known<?>(JobStatus.State state)) -> state;
            case Host.HostAnswer.Given(Answer<?> other) -> new JobStatus.State.None();
            case Host.HostAnswer.Refused(String message) -> throw new TaskFailedException(message);
        };
    }
}
