package dev.runbook.inventory;

import dev.runbook.inventory.Inventory.Addition;
import dev.runbook.inventory.Inventory.Definition;
import dev.runbook.inventory.Inventory.InventoryGroup;
import dev.runbook.inventory.Inventory.InventoryHost;
import dev.runbook.language.Codes;
import dev.runbook.language.Diagnostic;
import dev.runbook.language.Diagnostics;
import dev.runbook.language.RunbookException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** One change of an inventory while a runbook runs. Touches only the groups concerned; takes time linear in the hosts. */
final class InventoryEdit {
    private static final String LOCALHOST = "localhost";

    private final Inventory base;
    private final Map<String, InventoryHost> hosts;
    private final Map<String, InventoryGroup> groups;
    private final Map<String, Set<String>> parents = new HashMap<>();
    private final Diagnostics diagnostics = new Diagnostics();
    private InventoryHost localhost;

    InventoryEdit(Inventory base) {
        this.base = base;
        this.hosts = new LinkedHashMap<>(base.hosts());
        this.groups = new LinkedHashMap<>(base.groups());
        this.localhost = base.localhost();
        groups.values().forEach(group -> group.children().forEach(child -> parentsOf(child).add(group.name())));
    }

    /** @throws RunbookException where something was wrong */
    Inventory done(Addition addition) {
        if (diagnostics.hasErrors()) {
            throw new RunbookException(diagnostics.all());
        }
        List<Addition> additions = new ArrayList<>(base.additions());
        additions.add(addition);
        return new Inventory(hosts, groups, localhost, base.late(), additions, base.origin());
    }

    void host(String name, Collection<String> joined, List<Definition> variables) {
        checkHostName(name);
        InventoryHost known = hosts.get(name);
        List<Definition> all = new ArrayList<>(known == null ? List.of() : known.variables());
        if (known == null) {
            all.addAll(base.late().ofHost(name, diagnostics));
        }
        int files = (int) all.stream().takeWhile(definition -> !definition.ofFile()).count();
        all.addAll(files, variables);
        hosts.put(
                name,
                known == null
                        ? new InventoryHost(name, List.of(), all, null, null)
                        : new InventoryHost(name, known.groups(), all, known.span(), known.directory()));
        Set<String> wanted = new LinkedHashSet<>(joined);
        wanted.remove(Inventory.ALL);
        if (known == null && wanted.isEmpty()) {
            wanted.add(Inventory.UNGROUPED);
        }
        wanted.forEach(group -> {
            ensure(group);
            join(group, name);
        });
        sortGroupsOf(Set.of(name));
    }

    void group(String name, String host, Collection<String> above) {
        if (base.host(host).isEmpty()) {
            throw new IllegalArgumentException("no host " + host + " in the inventory");
        }
        Set<String> wanted = new LinkedHashSet<>(above);
        wanted.remove(Inventory.ALL);
        if (!groups.containsKey(name) && !wanted.isEmpty()) {
            wanted.forEach(this::ensure);
            make(name);
        }
        ensure(name);
        Set<String> moved = new HashSet<>();
        wanted.forEach(parent -> {
            ensure(parent);
            if (link(parent, name)) {
                moved.addAll(groupOf(name).hosts());
            }
        });
        if (!name.equals(Inventory.ALL)) {
            join(name, host);
        }
        moved.add(host);
        sortGroupsOf(moved);
    }

    /** Makes the group below {@code all} if it is not there. */
    private void ensure(String name) {
        if (!groups.containsKey(name)) {
            make(name);
            link(Inventory.ALL, name);
        }
    }

    private void make(String name) {
        if (!name.matches(InventoryDraft.GROUP_NAME)) {
            diagnostics.add(Diagnostic.error(
                    Codes.INVALID_GROUP_NAME.id(),
                    null,
                    "`" + name + "` cannot be the name of a group",
                    "group names have letters, digits, `_`, `-` and `.`"));
        }
        List<Definition> variables = base.late().ofGroup(name, diagnostics);
        groups.put(
                name,
                new InventoryGroup(
                        name,
                        List.of(),
                        List.of(),
                        List.of(),
                        1,
                        DraftCheck.priority(variables),
                        InventoryDraft.withoutPriority(variables),
                        null));
    }

    private void checkHostName(String name) {
        if (!HostNames.isName(name)) {
            diagnostics.add(Diagnostic.error(
                    Codes.INVALID_HOST_NAME.id(),
                    null,
                    "`" + name + "` is not a host name",
                    "a host name has letters, digits, `.`, `-` and `_`; a port is the variable `ansible_port`"));
        }
    }

    /** Puts a group below another; whether it was not there before. */
    private boolean link(String parent, String child) {
        if (parentsOf(child).contains(parent)) {
            return false;
        }
        if (parent.equals(child) || ancestors(parent).contains(child)) {
            diagnostics.add(Diagnostic.error(
                    Codes.CYCLIC_GROUPS.id(), null, "Group `" + child + "` would contain itself: it is above `" + parent + "`"));
            return false;
        }
        parentsOf(child).add(parent);
        InventoryGroup above = groupOf(parent);
        groups.put(parent, with(above, above.hosts(), above.members(), plus(above.children(), child), above.depth()));
        Set<String> upwards = ancestors(parent);
        upwards.add(parent);
        upwards.forEach(group -> contain(group, groupOf(child).hosts()));
        deepen(child);
        return true;
    }

    private void deepen(String name) {
        InventoryGroup group = groupOf(name);
        int depth = parentsOf(name).stream().mapToInt(parent -> groupOf(parent).depth() + 1).max().orElse(0);
        if (depth != group.depth()) {
            groups.put(name, with(group, group.hosts(), group.members(), group.children(), depth));
            group.children().forEach(this::deepen);
        }
    }

    private void join(String group, String host) {
        InventoryGroup joined = groupOf(group);
        if (!joined.members().contains(host)) {
            groups.put(
                    group,
                    with(joined, joined.hosts(), inOrder(joined.members(), List.of(host)), joined.children(), joined.depth()));
        }
        Set<String> upwards = ancestors(group);
        upwards.add(group);
        if (!hosts.containsKey(host)) {
            upwards.remove(Inventory.ALL); // an implicit localhost is no host of the inventory
        }
        upwards.forEach(above -> contain(above, List.of(host)));
        if (!group.equals(Inventory.UNGROUPED)) {
            leaveUngrouped(host);
        }
    }

    private void leaveUngrouped(String host) {
        InventoryGroup ungrouped = groupOf(Inventory.UNGROUPED);
        if (ungrouped.members().contains(host)) {
            List<String> left = ungrouped.members().stream().filter(member -> !member.equals(host)).toList();
            groups.put(Inventory.UNGROUPED, with(ungrouped, left, left, ungrouped.children(), ungrouped.depth()));
        }
    }

    /** Says that hosts belong to the group, by itself or by a child. */
    private void contain(String name, List<String> added) {
        InventoryGroup group = groupOf(name);
        List<String> all = inOrder(group.hosts(), added);
        if (all.size() > group.hosts().size()) {
            groups.put(name, with(group, all, group.members(), group.children(), group.depth()));
        }
    }

    /** Both, in the order of the inventory. */
    private List<String> inOrder(List<String> names, List<String> added) {
        Set<String> wanted = new LinkedHashSet<>(names);
        if (!wanted.addAll(added)) {
            return names;
        }
        List<String> sorted = new ArrayList<>(wanted.size());
        for (String name : hosts.keySet()) {
            if (wanted.remove(name)) {
                sorted.add(name);
            }
        }
        sorted.addAll(wanted);
        return sorted;
    }

    private void sortGroupsOf(Set<String> names) {
        Map<String, Set<String>> of = new HashMap<>();
        groups.values().forEach(group -> group.hosts().stream()
                .filter(names::contains)
                .forEach(host -> of.computeIfAbsent(host, h -> new LinkedHashSet<>()).add(group.name())));
        Comparator<String> precedence = InventoryDraft.precedence(
                group -> groupOf(group).depth(), group -> groupOf(group).priority());
        names.forEach(name -> {
            Set<String> in = of.getOrDefault(name, new LinkedHashSet<>());
            in.add(Inventory.ALL);
            List<String> sorted = in.stream().sorted(precedence).toList();
            InventoryHost host = hosts.get(name);
            if (host != null) {
                hosts.put(name, new InventoryHost(name, sorted, host.variables(), host.span(), host.directory()));
            } else if (name.equals(LOCALHOST)) {
                localhost = new InventoryHost(name, sorted, localhost.variables(), null, null);
            }
        });
    }

    private Set<String> ancestors(String group) {
        Set<String> found = new LinkedHashSet<>();
        for (String parent : parentsOf(group)) {
            if (found.add(parent)) {
                found.addAll(ancestors(parent));
            }
        }
        return found;
    }

    private Set<String> parentsOf(String group) {
        return parents.computeIfAbsent(group, g -> new LinkedHashSet<>());
    }

    private InventoryGroup groupOf(String name) {
        return Objects.requireNonNull(groups.get(name));
    }

    private static List<String> plus(List<String> names, String name) {
        List<String> all = new ArrayList<>(names);
        all.add(name);
        return all;
    }

    private static InventoryGroup with(
            InventoryGroup group, List<String> hosts, List<String> members, List<String> children, int depth) {
        return new InventoryGroup(
                group.name(), hosts, members, children, depth, group.priority(), group.variables(), group.span());
    }
}
