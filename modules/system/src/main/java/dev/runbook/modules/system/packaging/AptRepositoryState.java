package dev.runbook.modules.system.packaging;

import dev.runbook.api.Content;
import dev.runbook.api.Momentary;
import dev.runbook.api.Observed;
import dev.runbook.api.Payload;
import dev.runbook.api.host.FileInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A repository as it is or is to be.
 *
 * @param sources the file that names it, or null where it is not there
 * @param key the file with its key, where the task brings one
 * @param cacheUpdated whether the package lists are read anew
 * @param found what it takes to get there
 */
public record AptRepositoryState(
        @Nullable File sources,
        @Nullable File key,
        @Momentary boolean cacheUpdated,
        @Observed(internal = true) Found found) {
    /** A file of apt. */
    public record File(String path, Content content, String owner, String group, String mode) {}

    /**
     * @param keyPath where the key belongs, or null where the task brings none
     * @param keyPayload the key that is to be put there, or null where the one that is there will do
     * @param missingDirectories those that have to be made first
     * @param sourcesBefore what stands where the repository belongs
     * @param keyBefore what stands where the key belongs
     */
    record Found(
            @Nullable String keyPath,
            @Nullable Payload keyPayload,
            List<String> missingDirectories,
            @Nullable FileInfo sourcesBefore,
            @Nullable FileInfo keyBefore) {
        Found {
            missingDirectories = List.copyOf(missingDirectories);
        }
    }
}
