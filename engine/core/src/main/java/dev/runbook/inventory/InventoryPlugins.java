package dev.runbook.inventory;

import dev.runbook.api.FoundInventory;
import dev.runbook.language.Diagnostics;
import dev.runbook.language.Node;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The sources of inventory that are written in Java. */
public interface InventoryPlugins {
    /** None. */
    InventoryPlugins NONE = new InventoryPlugins() {
        @Override
        public List<String> names() {
            return List.of();
        }

        @Override
        public Optional<FoundInventory> find(
                String name, Node.MappingNode inventory, @Nullable Path directory, Diagnostics diagnostics) {
            return Optional.empty();
        }
    };

    /** What may stand behind {@code plugin:}, sorted. */
    List<String> names();

    /**
     * Checks the parameters and asks the source.
     *
     * @param name one of {@link #names}
     * @param inventory the whole file: {@code plugin} and the parameters
     * @param directory of the file
     * @return nothing where the parameters are wrong or the source failed, and then the collector says so
     */
    Optional<FoundInventory> find(
            String name, Node.MappingNode inventory, @Nullable Path directory, Diagnostics diagnostics);
}
