package dev.runbook.inventory;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who belongs to whom, through all levels. The draft's groups form no cycle when this is made. */
final class Hierarchy {
    private final List<String> hostNames;
    private final Map<String, Set<String>> children = new LinkedHashMap<>();
    private final Map<String, Set<String>> parents = new HashMap<>();
    private final Map<String, BitSet> direct = new HashMap<>();
    private final Map<String, BitSet> whole = new HashMap<>();
    private final Map<String, Set<String>> groupsOfHost = new HashMap<>();
    private final Map<String, Integer> depths = new HashMap<>();

    Hierarchy(InventoryDraft draft) {
        hostNames = List.copyOf(draft.hosts().keySet());
        for (String name : draft.groups().keySet()) {
            children.put(name, new LinkedHashSet<>());
            parents.put(name, new LinkedHashSet<>());
            direct.put(name, new BitSet());
        }
        draft.groups().values().forEach(group -> group.children.keySet().forEach(child -> link(group.name, child)));
        for (String name : draft.groups().keySet()) {
            if (!name.equals(Inventory.ALL) && parentsOf(name).isEmpty()) {
                link(Inventory.ALL, name);
            }
        }
        placeHosts(draft);
        for (String name : draft.groups().keySet()) {
            wholeOf(name).stream().forEach(index ->
                    groupsOfHost.computeIfAbsent(hostNames.get(index), n -> new LinkedHashSet<>()).add(name));
        }
    }

    private void link(String parent, String child) {
        Set<String> below = children.get(parent);
        Set<String> above = parents.get(child);
        if (below != null && above != null) {
            below.add(child);
            above.add(parent);
        }
    }

    private void placeHosts(InventoryDraft draft) {
        Map<String, Integer> index = new HashMap<>();
        hostNames.forEach(name -> index.put(name, index.size()));
        BitSet grouped = new BitSet();
        draft.groups().values().forEach(group -> {
            if (!group.name.equals(Inventory.ALL) && !group.name.equals(Inventory.UNGROUPED)) {
                group.hosts.keySet().forEach(host -> {
                    int at = index.getOrDefault(host, -1);
                    if (at >= 0) {
                        directOf(group.name).set(at);
                        grouped.set(at);
                    }
                });
            }
        });
        BitSet ungrouped = directOf(Inventory.UNGROUPED);
        ungrouped.set(0, hostNames.size());
        ungrouped.andNot(grouped);
    }

    int depth(String group) {
        Integer known = depths.get(group);
        if (known != null) {
            return known;
        }
        int depth = parentsOf(group).stream().mapToInt(parent -> depth(parent) + 1).max().orElse(0);
        depths.put(group, depth);
        return depth;
    }

    List<String> children(String group) {
        return List.copyOf(children.getOrDefault(group, Set.of()));
    }

    List<String> hostsOf(String group) {
        return names(wholeOf(group));
    }

    List<String> members(String group) {
        return names(directOf(group));
    }

    Set<String> groupsOf(String host) {
        return groupsOfHost.getOrDefault(host, Set.of());
    }

    private Set<String> parentsOf(String group) {
        return parents.getOrDefault(group, Set.of());
    }

    private BitSet directOf(String group) {
        return direct.computeIfAbsent(group, g -> new BitSet());
    }

    private BitSet wholeOf(String group) {
        BitSet known = whole.get(group);
        if (known != null) {
            return known;
        }
        BitSet hosts = (BitSet) directOf(group).clone();
        children.getOrDefault(group, Set.of()).forEach(child -> hosts.or(wholeOf(child)));
        whole.put(group, hosts);
        return hosts;
    }

    private List<String> names(BitSet indices) {
        List<String> names = new ArrayList<>(indices.cardinality());
        indices.stream().forEach(index -> names.add(hostNames.get(index)));
        return names;
    }
}
