package dev.runbook.modules.aws;

import dev.runbook.api.ActionResult;
import dev.runbook.api.Answer;
import dev.runbook.api.Query;
import dev.runbook.api.Reversal;
import dev.runbook.api.ServiceAction;
import dev.runbook.api.Services;
import dev.runbook.api.TaskFailedException;
import dev.runbook.modules.aws.sdk.LogsCalls;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Exports logs and waits until it is done. An equal export that is under way already is only waited for. */
record RunExport(Account account, ExportTask.Export export, Duration timeout) implements ServiceAction {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    @Override
    public String summary() {
        return "export " + export.logGroup() + " to s3://" + export.bucket() + "/" + export.prefix();
    }

    @Override
    public ActionResult perform(Services services) throws IOException, InterruptedException {
        long start = System.nanoTime();
        Pause pause = new Pause(start + timeout.toNanos());
        String id = begin(services, pause);
        for (;;) {
            ExportTask task = LogsCalls.task(services, account, id);
            if (task == null) {
                throw new TaskFailedException("the export task " + id + " is gone from AWS");
            }
            if (task.completed()) {
                return new ActionResult(0, id, "", Duration.ofNanos(System.nanoTime() - start));
            }
            if (!task.unfinished()) {
                throw ended(task);
            }
            services.progress("export task " + id + " is " + task.status().toLowerCase(java.util.Locale.ROOT));
            if (!pause.next()) {
                throw new TaskFailedException(
                        "the export task " + id + " is still " + task.status() + " after " + timeout.toSeconds() + " s",
                        null,
                        List.of("It goes on at AWS. Run this again to wait for it, or give the task a longer timeout."));
            }
        }
    }

    private static TaskFailedException ended(ExportTask task) {
        String reason = task.reason().isBlank() ? "AWS gives no reason" : task.reason();
        return new TaskFailedException("the export task " + task.id() + " is " + task.status() + ": " + reason);
    }

    /** The id of the equal export, or of a new one, once AWS has room for it. */
    private String begin(Services services, Pause pause) throws IOException, InterruptedException {
        for (;;) {
            List<ExportTask> tasks = LogsCalls.tasks(services, account);
            // One that was under way when it was looked for may be complete by now.
            Optional<ExportTask> equal = tasks.stream()
                    .filter(task -> (task.active() || task.completed()) && task.export().equals(export))
                    .findFirst();
            if (equal.isPresent()) {
                return equal.get().id();
            }
            Optional<ExportTask> other = tasks.stream().filter(ExportTask::unfinished).findFirst();
            String id = other.isPresent() ? null : create(services);
            if (id != null) {
                return id;
            }
            String who = other.map(task -> "the export task " + task.id() + " of " + task.export().logGroup())
                    .orElse("another export task");
            services.progress("waiting for " + who + "; an account runs one at a time");
            if (!pause.next()) {
                throw new TaskFailedException(
                        who + " is still running after " + timeout.toSeconds() + " s, and an account runs one at a time",
                        null,
                        List.of("Run this again later, or give the task a longer timeout."));
            }
        }
    }

    /** Where the answer to a create is lost, it may have been done all the same. */
    private @Nullable String create(Services services) throws IOException, InterruptedException {
        try {
            return LogsCalls.create(services, account, export);
        } catch (IOException e) {
            for (ExportTask task : LogsCalls.tasks(services, account)) {
                if ((task.active() || task.completed()) && task.export().equals(export)) {
                    return task.id();
                }
            }
            throw e;
        }
    }

    /** Longer and longer pauses until the time is over. */
    private static final class Pause {
        private final long end;
        private Duration length = FIRST_PAUSE;

        Pause(long end) {
            this.end = end;
        }

        boolean next() throws InterruptedException {
            if (System.nanoTime() + length.toNanos() - end > 0) {
                return false;
            }
            Thread.sleep(length);
            Duration longer = length.multipliedBy(3).dividedBy(2);
            length = longer.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longer;
            return true;
        }
    }

    @Override
    @SuppressWarnings("unchecked") // the tasks are asked for as a list of tasks
    public <T extends @Nullable Object> Answer<T> after(Query<T> query, Answer<T> before) {
        return switch (query) {
            case LogQueries.ExportTasks tasks when before instanceof Answer.Known<T>(T known) && tasks.account().equals(account) -> {
                List<ExportTask> after = new ArrayList<>((List<ExportTask>) known);
                after.removeIf(task -> task.active() && task.export().equals(export));
                after.add(new ExportTask("", export, "COMPLETED", ""));
                yield (Answer<T>) Answer.of(List.copyOf(after));
            }
            case StorageQueries.Objects objects when touches(objects) ->
                    Answer.unknown("what " + summary() + " writes is not known before it has run");
            default -> before;
        };
    }

    @Override
    public boolean touches(Query<?> query) {
        return switch (query) {
            case LogQueries.ExportTasks tasks -> tasks.account().equals(account);
            case StorageQueries.Objects objects -> objects.bucket().equals(export.bucket())
                    && (objects.prefix().startsWith(export.prefix()) || export.prefix().startsWith(objects.prefix()));
            default -> false;
        };
    }

    @Override
    public Reversal reversal() {
        return new Reversal.Irreversible("what was exported stays in s3://" + export.bucket());
    }
}
