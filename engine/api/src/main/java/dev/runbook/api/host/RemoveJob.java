package dev.runbook.api.host;

import dev.runbook.api.Answer;
import dev.runbook.api.HostAction;
import dev.runbook.api.Query;
import dev.runbook.api.ShellScript;
import org.jspecify.annotations.Nullable;

/** Removes what {@link StartJob} kept of a job that has ended. */
public record RemoveJob(String id) implements HostAction {
    public RemoveJob {
        StartJob.requireName(id);
    }

    @Override
    public String summary() {
        return "remove what is kept of job " + id;
    }

    @Override
    @SuppressWarnings("unchecked") // the answer is of the question's type
    public <T extends @Nullable Object> Answer<T> after(Query<T> query, Answer<T> before) {
        return touches(query) ? Answer.of((T) new JobStatus.State.None()) : before;
    }

    @Override
    public boolean touches(Query<?> query) {
        return query instanceof JobStatus status && status.id().equals(id);
    }

    @Override
    public ShellScript script() {
        return new ShellScript("rm -rf -- " + StartJob.directory(id) + "\n", null);
    }
}
