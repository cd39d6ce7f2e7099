package dev.runbook.modules.aws.sdk;

import dev.runbook.api.Services;
import dev.runbook.modules.aws.Account;
import dev.runbook.modules.aws.ExportTask;
import dev.runbook.modules.aws.LogGroup;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;

/** Calls to CloudWatch Logs, without any type of the SDK in what others see. */
public final class LogsCalls {
    private static final int PAGE = 50;

    private LogsCalls() {}

    /** All log groups whose name begins with the prefix. */
    public static List<LogGroup> groups(Services services, Account account, String prefix)
            throws IOException, InterruptedException {
        CloudWatchLogsClient logs = Clients.logs(services, account);
        return Calls.call("logs:DescribeLogGroups", "read the log groups", () -> {
            List<LogGroup> groups = new ArrayList<>();
            logs.describeLogGroupsPaginator(request -> request.limit(PAGE).logGroupNamePrefix(prefix.isEmpty() ? null : prefix))
                    .logGroups()
                    .forEach(group -> groups.add(new LogGroup(
                            group.logGroupName(),
                            Objects.requireNonNullElse(group.storedBytes(), 0L),
                            group.retentionInDays())));
            return groups;
        });
    }

    /** All export tasks that the account still knows of. */
    public static List<ExportTask> tasks(Services services, Account account) throws IOException, InterruptedException {
        CloudWatchLogsClient logs = Clients.logs(services, account);
        return Calls.call("logs:DescribeExportTasks", "read the export tasks", () -> {
            List<ExportTask> tasks = new ArrayList<>();
            String next = null;
            do {
                String token = next;
                var page = logs.describeExportTasks(request -> request.limit(PAGE).nextToken(token));
                page.exportTasks().forEach(task -> tasks.add(read(task)));
                next = page.nextToken();
            } while (next != null && !next.isEmpty());
            return tasks;
        });
    }

    /** One export task; null where the account knows none with this id. */
    public static @Nullable ExportTask task(Services services, Account account, String id)
            throws IOException, InterruptedException {
        CloudWatchLogsClient logs = Clients.logs(services, account);
        return Calls.<@Nullable ExportTask>call("logs:DescribeExportTasks", "read the export task " + id, () ->
                logs.describeExportTasks(request -> request.taskId(id)).exportTasks().stream()
                        .findFirst()
                        .map(LogsCalls::read)
                        .orElse(null));
    }

    private static ExportTask read(software.amazon.awssdk.services.cloudwatchlogs.model.ExportTask task) {
        var status = task.status();
        String reason = status == null || status.message() == null ? "" : status.message();
        return new ExportTask(
                task.taskId(),
                new ExportTask.Export(
                        task.logGroupName(),
                        Objects.requireNonNullElse(task.from(), 0L),
                        Objects.requireNonNullElse(task.to(), 0L),
                        task.destination(),
                        ExportTask.Export.prefix(task.destinationPrefix())),
                status == null ? "" : status.codeAsString(),
                reason);
    }

    /**
     * Begins an export; never tried again by itself.
     *
     * @return the id, or null where another one is still running
     */
    public static @Nullable String create(Services services, Account account, ExportTask.Export export)
            throws IOException, InterruptedException {
        CloudWatchLogsClient logs = Clients.logsOnce(services, account);
        return Calls.<@Nullable String>call("logs:CreateExportTask", "export " + export.logGroup(), () -> {
            try {
                return logs.createExportTask(request -> request
                                .taskName("runbook")
                                .logGroupName(export.logGroup())
                                .from(export.from())
                                .to(export.to())
                                .destination(export.bucket())
                                .destinationPrefix(export.prefix()))
                        .taskId();
            } catch (AwsServiceException e) {
                if (Calls.code(e).startsWith("LimitExceeded") || Calls.code(e).startsWith("Throttling")) {
                    return null;
                }
                throw e;
            }
        });
    }
}
