package dev.runbook.inventory;

import dev.runbook.language.Node;
import dev.runbook.language.RunbookException;
import dev.runbook.language.Source;
import dev.runbook.language.Span;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The hosts and groups there are. Immutable; what a run adds makes another one.
 *
 * <p>Two are equal where their hosts, groups and implicit {@code localhost} are.
 */
public final class Inventory {
    /** The group of every host. */
    public static final String ALL = "all";

    /** The group of hosts that are in no other group. */
    public static final String UNGROUPED = "ungrouped";

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "::1");

    private final Map<String, InventoryHost> hosts;
    private final Map<String, InventoryGroup> groups;
    private final InventoryHost localhost;
    private final LateVariables late;
    private final List<Addition> additions;
    private final @Nullable Origin origin;

    /** The maps are taken as they are and must not change any more. */
    Inventory(
            Map<String, InventoryHost> hosts,
            Map<String, InventoryGroup> groups,
            InventoryHost localhost,
            LateVariables late,
            List<Addition> additions,
            @Nullable Origin origin) {
        this.hosts = Collections.unmodifiableMap(hosts);
        this.groups = Collections.unmodifiableMap(groups);
        this.localhost = localhost;
        this.late = late;
        this.additions = List.copyOf(additions);
        this.origin = origin;
    }

    /** What there is without any inventory: no host, and the implicit {@code localhost}. */
    public static Inventory localhostOnly() {
        return new InventoryDraft().build(new dev.runbook.language.Diagnostics(), LateVariables.NONE, null);
    }

    /** By name, in the order of the inventory. */
    public Map<String, InventoryHost> hosts() {
        return hosts;
    }

    /** By name, in the order of the inventory; always has {@code all} and {@code ungrouped}. */
    public Map<String, InventoryGroup> groups() {
        return groups;
    }

    /**
     * Stands in where {@code localhost} is named and the inventory does not define it; in no group's hosts unless
     * {@link #withGroup} puts it there, but with the variables of {@code all} and of {@code host_vars/localhost}.
     */
    public InventoryHost localhost() {
        return localhost;
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
     * With one more host, or with more said of one that is there: {@code add_host}. Groups that are not there yet are
     * made, below {@code all}; their {@code group_vars} and the host's {@code host_vars} are read now, and win over
     * {@code variables} as they win over an inventory's own. A host in no group is in {@code ungrouped}.
     *
     * @param groups the groups it joins; those it is in already stay
     * @param variables added behind those the inventory says of it, so that they win over these
     * @throws RunbookException where a name cannot be one of a host or group, or a file of variables cannot be read
     */
    public Inventory withHost(String name, Collection<String> groups, List<Definition> variables) {
        InventoryEdit edit = new InventoryEdit(this);
        edit.host(name, groups, variables);
        return edit.done(new Addition.OfHost(name, List.copyOf(groups), variables));
    }

    /**
     * With a host in one more group: {@code group_by}. The group, and parents, that are not there yet are made; a group
     * without parents stands below {@code all}. The {@code group_vars} of a new group are read now.
     *
     * @param host one of {@link #hosts}, or {@code localhost}
     * @param parents further groups that the group becomes a child of; may be empty
     * @throws RunbookException where a name cannot be one of a group, a group would contain itself, or a file of
     *     variables cannot be read
     * @throws IllegalArgumentException where there is no such host
     */
    public Inventory withGroup(String group, String host, Collection<String> parents) {
        InventoryEdit edit = new InventoryEdit(this);
        edit.group(group, host, parents);
        return edit.done(new Addition.OfGroup(group, host, List.copyOf(parents)));
    }

    /** With what {@link #withHost} and {@link #withGroup} once added to another; hosts that are gone join nothing. */
    Inventory withAdditionsOf(Inventory earlier) {
        Inventory result = this;
        for (Addition addition : earlier.additions) {
            result = addition.to(result);
        }
        return new Inventory(result.hosts, result.groups, result.localhost, late, earlier.additions, origin);
    }

    LateVariables late() {
        return late;
    }

    List<Addition> additions() {
        return additions;
    }

    /** How it was read; null where it was read from nothing. */
    @Nullable Origin origin() {
        return origin;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Inventory that
                && hosts.equals(that.hosts)
                && groups.equals(that.groups)
                && localhost.equals(that.localhost);
    }

    @Override
    public int hashCode() {
        return Objects.hash(hosts, groups, localhost);
    }

    @Override
    public String toString() {
        return hosts.size() + " hosts in " + groups.size() + " groups";
    }

    /** What can read it again. */
    record Origin(InventoryLoader loader, InventoryRequest request) {}

    /** What a run added, so that it can be added again to an inventory that is read anew. */
    sealed interface Addition {
        Inventory to(Inventory inventory);

        record OfHost(String name, List<String> groups, List<Definition> variables) implements Addition {
            public OfHost {
                variables = List.copyOf(variables);
            }

            @Override
            public Inventory to(Inventory inventory) {
                return inventory.withHost(name, groups, variables);
            }
        }

        record OfGroup(String group, String host, List<String> parents) implements Addition {
            @Override
            public Inventory to(Inventory inventory) {
                return inventory.host(host).isPresent() ? inventory.withGroup(group, host, parents) : inventory;
            }
        }
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
     * @param entries as written; their values may hold expressions
     * @param data values that are never evaluated: of a program that prints an inventory, of {@code add_host}
     */
    public record Definition(String origin, List<Node.Entry> entries, List<Datum> data) {
        public Definition {
            entries = List.copyOf(entries);
            data = List.copyOf(data);
        }

        public Definition(String origin, List<Node.Entry> entries) {
            this(origin, entries, List.of());
        }

        /** Of data, with one place for all of it, or none. */
        public static Definition ofData(
                String origin, Map<String, ? extends @Nullable Object> values, @Nullable Span span) {
            List<Datum> data = new ArrayList<>();
            values.forEach((name, value) -> data.add(new Datum(name, value, span)));
            return new Definition(origin, List.of(), data);
        }

        /** Whether it stands in a file of {@code group_vars} or {@code host_vars}, which win over inventories. */
        boolean ofFile() {
            return origin.startsWith("group_vars/") || origin.startsWith("host_vars/");
        }
    }

    /**
     * A variable whose value is data: text, a number, a boolean, null, a list, a mapping, a secret.
     *
     * @param span where its name stands; null where no text defines it
     */
    public record Datum(String name, @Nullable Object value, @Nullable Span span) {}

    static Definition implicitLocalhost() {
        Source source = new Source("<implicit localhost>", null, "ansible_connection: local");
        return new Definition(
                "implicit localhost",
                List.of(new Node.Entry(
                        new Node.ScalarNode("ansible_connection", false, "", new Span(source, 1, 1, 1, 19)),
                        new Node.ScalarNode("local", false, "", new Span(source, 1, 21, 1, 26)))));
    }
}
