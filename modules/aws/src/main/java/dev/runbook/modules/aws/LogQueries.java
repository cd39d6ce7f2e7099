package dev.runbook.modules.aws;

import dev.runbook.api.ServiceQuery;
import dev.runbook.api.Services;
import dev.runbook.modules.aws.sdk.LogsCalls;
import java.io.IOException;
import java.util.List;

/** What is asked of CloudWatch Logs. */
final class LogQueries {
    private LogQueries() {}

    /** The log groups whose name begins with a prefix. */
    record LogGroups(Account account, String prefix) implements ServiceQuery<List<LogGroup>> {
        @Override
        public String describe() {
            return prefix.isEmpty() ? "the log groups" : "the log groups " + prefix + "*";
        }

        @Override
        public List<LogGroup> fetch(Services services) throws IOException, InterruptedException {
            return List.copyOf(LogsCalls.groups(services, account, prefix));
        }
    }

    /** The export tasks that the account knows of. */
    record ExportTasks(Account account) implements ServiceQuery<List<ExportTask>> {
        @Override
        public String describe() {
            return "the export tasks";
        }

        @Override
        public List<ExportTask> fetch(Services services) throws IOException, InterruptedException {
            return List.copyOf(LogsCalls.tasks(services, account));
        }
    }
}
