package dev.runbook.api.host;

import dev.runbook.api.HostQuery;
import dev.runbook.api.Probe;
import org.jspecify.annotations.Nullable;

/**
 * What stands at a path: null where nothing does, or, when following, where a link leads nowhere.
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
}
