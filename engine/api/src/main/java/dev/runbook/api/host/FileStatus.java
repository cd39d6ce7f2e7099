package dev.runbook.api.host;

import dev.runbook.api.CommandOutput;
import dev.runbook.api.HostQuery;
import dev.runbook.api.Probe;
import dev.runbook.api.ShellScript;
import dev.runbook.api.TaskFailedException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What stands at a path: null where nothing does.
 *
 * @param path absolute
 * @param follow whether a link is followed to what it points at
 */
public record FileStatus(String path, boolean follow) implements HostQuery<@Nullable FileInfo> {
    @Override
    public Probe<FileStatus, @Nullable FileInfo> probe() {
        return StatProbe.INSTANCE;
    }

    @Override
    public String describe() {
        return "status of " + path;
    }

    /** One {@code stat} for all paths, those that follow links and those that do not. */
    private enum StatProbe implements Probe<FileStatus, @Nullable FileInfo> {
        INSTANCE;

        @Override
        public String script(List<FileStatus> queries) {
            throw new UnsupportedOperationException("to be written");
        }

        @Override
        public List<@Nullable FileInfo> parse(List<FileStatus> queries, CommandOutput output) {
            throw new TaskFailedException(ShellScript.quote(new ArrayList<>()));
        }
    }
}
