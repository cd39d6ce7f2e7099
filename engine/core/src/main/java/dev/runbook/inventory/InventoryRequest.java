package dev.runbook.inventory;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which inventory is wanted; enough to read it again.
 *
 * @param sources as given to {@code -i}; none leaves only the implicit {@code localhost}
 * @param directory where relative paths among them start
 * @param runbookDirectory whose {@code group_vars/} and {@code host_vars/} count as well; null for none
 */
public record InventoryRequest(List<String> sources, Path directory, @Nullable Path runbookDirectory) {
    public InventoryRequest {
        sources = List.copyOf(sources);
    }
}
