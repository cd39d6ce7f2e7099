package dev.runbook.inventory;

import dev.runbook.language.Node;
import dev.runbook.language.Source;
import dev.runbook.language.Span;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The hosts and groups there are. Immutable.
 *
 * @param hosts by name, in the order of the inventory
 * @param groups by name, in the order of the inventory; always has {@code all} and {@code ungrouped}
 * @param localhost stands in where {@code localhost} is named and the inventory does not define it; in no group's
 *     hosts, but with the variables of {@code all} and of {@code host_vars/localhost}
 */
public record Inventory(
        Map<String, InventoryHost> hosts, Map<String, InventoryGroup> groups, InventoryHost localhost) {
    /** The group of every host. */
    public static final String ALL = "all";

    /** The group of hosts that are in no other group. */
    public static final String UNGROUPED = "ungrouped";

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "::1");

    public Inventory {
        hosts = Collections.unmodifiableMap(new LinkedHashMap<>(hosts));
        groups = Collections.unmodifiableMap(new LinkedHashMap<>(groups));
    }

    /** What there is without any inventory: no host, and the implicit {@code localhost}. */
    public static Inventory localhostOnly() {
        return new InventoryDraft().build(new dev.runbook.language.Diagnostics());
    }

    /** The host of this name, the implicit {@code localhost} included. */
    public Optional<InventoryHost> host(String name) {
        InventoryHost host = hosts.get(name);
        if (host == null && LOOPBACK.contains(name)) {
            return Optional.of(new InventoryHost(name, localhost.groups(), localhost.variables(), null, null));
        }
        return Optional.ofNullable(host);
    }

    public Optional<InventoryGroup> group(String name) {
        return Optional.ofNullable(groups.get(name));
    }

    /**
     * @param groups all it belongs to, parents included, in the order of precedence: lowest first
     * @param variables what inventory and host_vars say of it, lowest precedence first
     * @param span where it is first named; null for the implicit one
     * @param directory of the inventory that first names it; null where that is no file
     */
    public record InventoryHost(
            String name,
            List<String> groups,
            List<Definition> variables,
            @Nullable Span span,
            @Nullable Path directory) {
        public InventoryHost {
            groups = List.copyOf(groups);
            variables = List.copyOf(variables);
        }
    }

    /**
     * @param hosts direct and of its children, in the order of the inventory
     * @param members the direct ones only
     * @param children the groups directly in it
     * @param depth 0 for {@code all}; else one more than its deepest parent
     * @param priority {@code ansible_group_priority}, 1 by default: among groups of one depth the higher wins
     * @param variables lowest precedence first
     * @param span where it is first named; null for {@code all} and {@code ungrouped} where no text names them
     */
    public record InventoryGroup(
            String name,
            List<String> hosts,
            List<String> members,
            List<String> children,
            int depth,
            int priority,
            List<Definition> variables,
            @Nullable Span span) {
        public InventoryGroup {
            hosts = List.copyOf(hosts);
            members = List.copyOf(members);
            children = List.copyOf(children);
            variables = List.copyOf(variables);
        }
    }

    /**
     * Variables from one place.
     *
     * @param origin what the place is called in {@code --why}: {@code inventory group web}, {@code group_vars/web.yml}
     */
    public record Definition(String origin, List<Node.Entry> entries) {
        public Definition {
            entries = List.copyOf(entries);
        }
    }

    static Definition implicitLocalhost() {
        Source source = new Source("<implicit localhost>", null, "ansible_connection: local");
        return new Definition(
                "implicit localhost",
                List.of(new Node.Entry(
                        new Node.ScalarNode("ansible_connection", false, "", new Span(source, 1, 1, 1, 19)),
                        new Node.ScalarNode("local", false, "", new Span(source, 1, 21, 1, 26)))));
    }
}
