package dev.runbook.execution;

import dev.runbook.language.Node;
import dev.runbook.language.Runbook;

/** Tells whether a role is used twice in the same way. */
final class RoleKey {
    private RoleKey() {}

    static String of(Runbook.RoleUse use) {
        StringBuilder key = new StringBuilder();
        use.parameters().forEach(entry -> add(entry, key));
        use.common().vars().forEach(entry -> add(entry, key));
        use.common().when().forEach(condition -> add(condition, key));
        use.common().tags().forEach(tag -> key.append('#').append(tag));
        return key.toString();
    }

    private static void add(Node.Entry entry, StringBuilder key) {
        add(entry.key(), key);
        key.append('=');
        add(entry.value(), key);
    }

    private static void add(Node node, StringBuilder key) {
        switch (node) {
            case Node.ScalarNode scalar ->
                key.append(scalar.quoted() ? '"' : '\'').append(scalar.tag()).append(scalar.text()).append('\0');
            case Node.SequenceNode sequence -> {
                key.append('[');
                sequence.items().forEach(item -> add(item, key));
                key.append(']');
            }
            case Node.MappingNode mapping -> {
                key.append('{');
                mapping.entries().forEach(entry -> add(entry, key));
                key.append('}');
            }
        }
    }
}
