package dev.runbook.api;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an {@link InventorySource} found.
 *
 * <p>Variables are data: text, whole and decimal numbers, booleans, null, {@link Secret}, lists of them and maps with
 * text as keys. Nothing in them is an expression.
 *
 * @param hosts in the order in which they should be listed
 * @param groups those with children or variables; a group that a host names need not be here
 */
public record FoundInventory(List<Host> hosts, List<Group> groups) {
    public FoundInventory {
        hosts = List.copyOf(hosts);
        groups = List.copyOf(groups);
    }

    /**
     * @param name as in runbooks; {@code ansible_host} among the variables says where it is
     * @param groups the groups it is directly in; may be empty
     */
    public record Host(String name, List<String> groups, Map<String, @Nullable Object> variables) {
        public Host {
            groups = List.copyOf(groups);
            variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
        }
    }

    /** @param children the groups directly in it */
    public record Group(String name, List<String> children, Map<String, @Nullable Object> variables) {
        public Group {
            children = List.copyOf(children);
            variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
        }
    }
}
