package dev.runbook.inventory;

import dev.runbook.language.Node;
import java.util.List;
import java.util.Map;

/**
 * The hosts and groups there are. Immutable.
 *
 * @param hosts by name, in the order of the inventory
 * @param groups by name; always has {@code all} and {@code ungrouped}
 */
public record Inventory(Map<String, InventoryHost> hosts, Map<String, InventoryGroup> groups) {
    /**
     * @param groups all it belongs to, parents included, in the order of precedence: lowest first
     * @param variables what inventory and host_vars say of it, lowest precedence first
     */
    public record InventoryHost(String name, List<String> groups, List<Definition> variables) {}

    /**
     * @param hosts direct and of its children, in the order of the inventory
     * @param depth 0 for {@code all}
     */
    public record InventoryGroup(
            String name,
            List<String> hosts,
            List<String> children,
            int depth,
            int priority,
            List<Definition> variables) {}

    /**
     * Variables from one place.
     *
     * @param origin what the place is called in {@code --why}: {@code group_vars/web.yml}, {@code inventory host}
     */
    public record Definition(String origin, List<Node.Entry> entries) {}
}
