package dev.runbook.inventory;

import dev.runbook.language.Node;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An inventory as text, whole. */
final class InventoryDump {
    private InventoryDump() {}

    static String of(Inventory inventory) {
        StringBuilder out = new StringBuilder();
        inventory.groups().values().forEach(group -> {
            out.append("group ").append(group.name()).append(" depth ").append(group.depth());
            out.append(group.priority() == 1 ? "" : " priority " + group.priority());
            out.append("\n  hosts: ").append(String.join(" ", group.hosts()));
            out.append("\n  members: ").append(String.join(" ", group.members()));
            out.append("\n  children: ").append(String.join(" ", group.children())).append('\n');
            group.variables().forEach(definition -> append(definition, out));
        });
        inventory.hosts().values().forEach(host -> append(host, out));
        if (inventory.localhost().variables().size() > 1) {
            append(inventory.localhost(), out);
        }
        return out.toString().replaceAll(" +\n", "\n");
    }

    private static void append(Inventory.InventoryHost host, StringBuilder out) {
        out.append("host ").append(host.name()).append("\n  groups: ");
        out.append(String.join(" ", host.groups())).append('\n');
        host.variables().forEach(definition -> append(definition, out));
    }

    private static void append(Inventory.Definition definition, StringBuilder out) {
        out.append("  ").append(definition.origin()).append(": ").append(Stream.concat(
                        definition.entries().stream().map(entry -> entry.key().text() + "=" + text(entry.value())),
                        definition.data().stream().map(datum -> datum.name() + "==" + datum.value()))
                .collect(Collectors.joining(", "))).append('\n');
    }

    static String text(Node node) {
        return switch (node) {
            case Node.ScalarNode scalar -> scalar.quoted() ? "'" + scalar.text() + "'" : scalar.text();
            case Node.SequenceNode sequence -> sequence.items().stream().map(InventoryDump::text)
                    .collect(Collectors.joining(", ", "[", "]"));
            case Node.MappingNode mapping -> mapping.entries().stream()
                    .map(e -> text(e.key()) + ": " + text(e.value())).collect(Collectors.joining(", ", "{", "}"));
        };
    }
}
