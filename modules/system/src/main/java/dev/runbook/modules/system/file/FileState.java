package dev.runbook.modules.system.file;

import dev.runbook.api.Content;
import dev.runbook.api.Momentary;
import dev.runbook.api.Observed;
import dev.runbook.api.host.FileInfo;
import org.jspecify.annotations.Nullable;

/**
 * A file with its content and attributes.
 *
 * @param path in full
 * @param state what stands there
 * @param content null for anything but a file
 * @param mode octal, as in {@code 0644}
 * @param backupFile where a copy of the former file is kept
 * @param seen what the decision rests on
 */
public record FileState(
        @Observed String path,
        Kind state,
        @Nullable Content content,
        @Nullable String mode,
        @Nullable String owner,
        @Nullable String group,
        @Momentary @Nullable String backupFile,
        @Observed(internal = true) Seen seen) {
    /**
     * @param info not followed
     * @param ownership of what is created, and as asked for
     */
    public record Seen(@Nullable FileInfo info, Ownership ownership) {}
}
