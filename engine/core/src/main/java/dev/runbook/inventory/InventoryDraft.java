package dev.runbook.inventory;

import dev.runbook.inventory.Inventory.Datum;
import dev.runbook.inventory.Inventory.Definition;
import dev.runbook.inventory.Inventory.InventoryGroup;
import dev.runbook.inventory.Inventory.InventoryHost;
import dev.runbook.language.Diagnostics;
import dev.runbook.language.Node;
import dev.runbook.language.Span;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** An inventory while its sources are being read: what is said where, unchecked across sources. */
final class InventoryDraft {
    /** What the name of a group is made of. */
    static final String GROUP_NAME = "[^\\s:,\\[\\]!&*?/\\\\]+";

    private final Map<String, Host> hosts = new LinkedHashMap<>();
    private final Map<String, Group> groups = new LinkedHashMap<>();
    private final List<Definition> localhost = new ArrayList<>(List.of(Inventory.implicitLocalhost()));

    /** A host as the sources name it. */
    static final class Host {
        final String name;
        final Span span;
        final @Nullable Path directory;
        final List<Definition> variables = new ArrayList<>();

        Host(String name, Span span, @Nullable Path directory) {
            this.name = name;
            this.span = span;
            this.directory = directory;
        }
    }

    /** A group as the sources name it; hosts and children with the first place that says so. */
    static final class Group {
        final String name;
        final @Nullable Span span;
        final Map<String, Span> hosts = new LinkedHashMap<>();
        final Map<String, Span> children = new LinkedHashMap<>();
        final List<Definition> variables = new ArrayList<>();

        Group(String name, @Nullable Span span) {
            this.name = name;
            this.span = span;
        }
    }

    InventoryDraft() {
        groups.put(Inventory.ALL, new Group(Inventory.ALL, null));
        groups.put(Inventory.UNGROUPED, new Group(Inventory.UNGROUPED, null));
    }

    Map<String, Host> hosts() {
        return hosts;
    }

    Map<String, Group> groups() {
        return groups;
    }

    /** Says that the group exists. */
    Group group(String name, Span span) {
        return groups.computeIfAbsent(name, n -> new Group(n, span));
    }

    /** Says that the host exists and, by it, belongs to the group, which exists already. */
    Host host(String name, Span span, Group group, @Nullable Path directory) {
        group.hosts.putIfAbsent(name, span);
        return hosts.computeIfAbsent(name, n -> new Host(n, span, directory));
    }

    /** Adds what host_vars say of a host, the implicit {@code localhost} included. */
    void hostVariables(String name, List<Definition> definitions) {
        Host host = hosts.get(name);
        if (host != null) {
            host.variables.addAll(definitions);
        } else if (name.equals("localhost")) {
            localhost.addAll(definitions);
        }
    }

    /** Names that variable files may be called after. */
    Collection<String> hostNames() {
        Set<String> names = new LinkedHashSet<>(hosts.keySet());
        names.add("localhost");
        return names;
    }

    /** Checks what only the whole can tell, and builds. */
    Inventory build(Diagnostics diagnostics, LateVariables late, Inventory.@Nullable Origin origin) {
        new DraftCheck(this, diagnostics).run();
        Hierarchy hierarchy = new Hierarchy(this);
        Map<String, Integer> priorities = new HashMap<>();
        groups.forEach((name, group) -> priorities.put(name, DraftCheck.priority(group.variables)));
        Comparator<String> precedence = precedence(hierarchy::depth, name -> priorities.getOrDefault(name, 1));

        Map<String, InventoryHost> builtHosts = new LinkedHashMap<>();
        for (Host host : hosts.values()) {
            List<String> of = hierarchy.groupsOf(host.name).stream().sorted(precedence).toList();
            builtHosts.put(host.name, new InventoryHost(host.name, of, host.variables, host.span, host.directory));
        }
        Map<String, InventoryGroup> builtGroups = new LinkedHashMap<>();
        for (Group group : groups.values()) {
            builtGroups.put(
                    group.name,
                    new InventoryGroup(
                            group.name,
                            hierarchy.hostsOf(group.name),
                            hierarchy.members(group.name),
                            hierarchy.children(group.name),
                            hierarchy.depth(group.name),
                            priorities.getOrDefault(group.name, 1),
                            withoutPriority(group.variables),
                            group.span));
        }
        var implicit = new InventoryHost("localhost", List.of(Inventory.ALL), localhost, null, null);
        return new Inventory(builtHosts, builtGroups, implicit, late, List.of(), origin);
    }

    /** Of the groups of a host, the one whose variables win last: the deepest; then by priority; then by name. */
    static Comparator<String> precedence(ToIntFunction<String> depth, ToIntFunction<String> priority) {
        return Comparator.comparingInt(depth).thenComparingInt(priority).thenComparing(Comparator.naturalOrder());
    }

    /** The priority steers; it is no variable. */
    static List<Definition> withoutPriority(List<Definition> definitions) {
        return definitions.stream().map(InventoryDraft::withoutPriority).toList();
    }

    private static Definition withoutPriority(Definition definition) {
        List<Node.Entry> entries = definition.entries().stream()
                .filter(entry -> !entry.key().text().equals(DraftCheck.PRIORITY))
                .toList();
        List<Datum> data = definition.data().stream()
                .filter(datum -> !datum.name().equals(DraftCheck.PRIORITY))
                .toList();
        boolean same = entries.size() == definition.entries().size() && data.size() == definition.data().size();
        return same ? definition : new Definition(definition.origin(), entries, data);
    }
}
