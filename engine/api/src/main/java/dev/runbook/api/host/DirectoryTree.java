package dev.runbook.api.host;

import dev.runbook.api.HostQuery;
import dev.runbook.api.Probe;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that is in a directory and below it, at any depth: paths relative to it, in their order, with what stands there;
 * null where there is no such directory. Links in it are not followed. Names that are not UTF-8 are shown with
 * replacement characters. A listing longer than 32 MiB (some 300,000 entries) is refused.
 *
 * @param path absolute; a link to a directory is followed
 */
public record DirectoryTree(String path) implements HostQuery<@Nullable Map<String, FileInfo>> {
    @Override
    public Probe<DirectoryTree, @Nullable Map<String, FileInfo>> probe() {
        return TreeProbe.INSTANCE;
    }

    @Override
    public String describe() {
        return "everything in " + path;
    }
}
