package dev.runbook.modules.system.control;

import dev.runbook.api.InvalidParameterException;
import dev.runbook.api.Module;
import dev.runbook.api.Param;
import dev.runbook.api.QueryModule;
import dev.runbook.api.TaskFailedException;
import dev.runbook.api.World;
import dev.runbook.api.host.JobStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The module {@code async_status}. */
@Module(
        name = "async_status",
        summary = "Tells how far a command is that runs in the background",
        description = "For tasks with `async` and `poll: 0`. Ask as the same user that started it. With `until:"
                + " job.finished` it waits for the end.",
        examples = {
            """
            - command: /usr/local/bin/reindex
              async: 1h
              poll: 0
              register: reindex
            - async_status: {jid: "@{reindex.ansible_job_id}"}
              register: job
              until: job.finished
              retries: 360
              delay: 10s
            """
        })
public final class AsyncStatusModule implements QueryModule<AsyncStatusModule.Parameters, AsyncStatusModule.Result> {
    /** Parameters of {@code async_status}. */
    public record Parameters(
            @Param("The job, as `ansible_job_id` of the task that started it.") String jid) {
        public Parameters {
            if (!jid.matches("[A-Za-z0-9][A-Za-z0-9.-]*")) {
                throw new InvalidParameterException("jid", "`" + jid + "` is no job");
            }
        }
    }

    /**
     * @param ansibleJobId the job
     * @param started whether it was started
     * @param finished whether it has come to its end
     * @param rc its exit status; null while it runs
     * @param stdout what it has printed; null while it runs
     * @param stderr what it has complained; null while it runs
     * @param stdoutLines the same by lines
     */
    public record Result(
            String ansibleJobId, boolean started, boolean finished, @Nullable Integer rc, @Nullable String stdout,
            @Nullable String stderr, List<String> stdoutLines) {}

    @Override
    public Result query(Parameters parameters, World world) {
        return switch (world.ask(new JobStatus(parameters.jid()))) {
            case JobStatus.State.Running running ->
                new Result(parameters.jid(), true, false, null, null, null, List.of());
            case JobStatus.State.None none -> throw new TaskFailedException(
                    "there is no job " + parameters.jid() + " of this user on this host");
            case JobStatus.State.Finished finished -> finished(parameters.jid(), finished);
        };
    }

    private static Result finished(String jid, JobStatus.State.Finished finished) {
        String out = finished.stdout().replaceFirst("[\r\n]+$", "");
        String err = finished.stderr().replaceFirst("[\r\n]+$", "");
        Result result = new Result(jid, true, true, finished.exitStatus(), out, err, out.lines().toList());
        if (finished.late()) {
            throw new TaskFailedException("job " + jid + " took more than its time and was ended", result, List.of());
        }
        if (finished.exitStatus() != 0) {
            throw new TaskFailedException(
                    "job " + jid + " ended with exit status " + finished.exitStatus() + (err.isEmpty() ? "" : ": " + err),
                    result, List.of());
        }
        return result;
    }
}
