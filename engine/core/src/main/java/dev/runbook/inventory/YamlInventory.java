package dev.runbook.inventory;

import dev.runbook.inventory.Inventory.Definition;
import dev.runbook.inventory.InventoryDraft.Group;
import dev.runbook.language.Codes;
import dev.runbook.language.Diagnostic;
import dev.runbook.language.Diagnostics;
import dev.runbook.language.Node;
import dev.runbook.language.Source;
import dev.runbook.language.Span;
import dev.runbook.language.Suggestions;
import dev.runbook.language.YamlReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the YAML form: groups with {@code hosts}, {@code children} and {@code vars}. */
final class YamlInventory {
    private static final List<String> KEYS = List.of("hosts", "children", "vars");

    private final Source source;
    private final @Nullable Path directory;
    private final InventoryDraft draft;
    private final YamlReader yaml;
    private final InventoryPlugins plugins;
    private final Diagnostics diagnostics;

    YamlInventory(
            Source source,
            @Nullable Path directory,
            InventoryDraft draft,
            YamlReader yaml,
            InventoryPlugins plugins,
            Diagnostics diagnostics) {
        this.source = source;
        this.directory = directory;
        this.draft = draft;
        this.yaml = yaml;
        this.plugins = plugins;
        this.diagnostics = diagnostics;
    }

    void read() {
        Node root = yaml.read(source, diagnostics).orElse(null);
        if (root == null) {
            return;
        }
        if (isNull(root)) {
            InventoryLoader.empty(source, diagnostics);
            return;
        }
        if (!(root instanceof Node.MappingNode groups)) {
            wrongShape(
                    root.span(),
                    "An inventory is a mapping of groups, not " + kind(root),
                    "start with `all:` and put `hosts:` under it");
            return;
        }
        if (groups.entry(PluginInventory.KEY).isPresent()) {
            new PluginInventory(groups, directory, draft, plugins, diagnostics).read();
            return;
        }
        for (Node.Entry entry : groups.entries()) {
            if (KEYS.contains(entry.key().text())) {
                diagnostics.error(
                        Codes.GROUP_EXPECTED.id(),
                        entry.key().span(),
                        "The name of a group was expected here; `" + entry.key().text() + "` belongs inside one",
                        "put it under `all:`, indented by two spaces");
            } else {
                group(entry);
            }
        }
    }

    private void group(Node.Entry entry) {
        String name = entry.key().text();
        if (!name.matches(InventoryDraft.GROUP_NAME)) {
            diagnostics.error(
                    Codes.INVALID_GROUP_NAME.id(),
                    entry.key().span(),
                    "`" + name + "` cannot be the name of a group",
                    "group names have letters, digits, `_`, `-` and `.`");
            return;
        }
        Group group = draft.group(name, entry.key().span());
        if (isNull(entry.value())) {
            return;
        }
        if (!(entry.value() instanceof Node.MappingNode body)) {
            wrongShape(
                    entry.value().span(),
                    "Group `" + name + "` must be a mapping, not " + kind(entry.value()),
                    "put `hosts:`, `children:` or `vars:` under it");
            return;
        }
        for (Node.Entry part : body.entries()) {
            switch (part.key().text()) {
                case "hosts" -> hosts(group, part.value());
                case "children" -> children(group, part.value());
                case "vars" -> variables(part.value(), "The variables of group `" + name + "`").ifPresent(entries ->
                        group.variables.add(new Definition("inventory group " + name, entries)));
                default -> unknownKey(name, part);
            }
        }
    }

    private void unknownKey(String group, Node.Entry part) {
        String key = part.key().text();
        String hint = Suggestions.hint(key, KEYS).orElse(
                part.value() instanceof Node.MappingNode
                        ? "a group in a group stands under `children:`, a host under `hosts:`"
                        : "a variable stands under `vars:`");
        diagnostics.error(
                Codes.UNKNOWN_INVENTORY_KEY.id(),
                part.key().span(),
                "Group `" + group + "` cannot have `" + key + "`: only hosts, children and vars",
                hint);
    }

    private void hosts(Group group, Node node) {
        switch (node) {
            case Node.MappingNode mapping -> mapping.entries().forEach(entry -> host(group, entry));
            case Node.ScalarNode scalar when !scalar.isNull() -> names(group, scalar);
            case Node.ScalarNode nothing -> { }
            case Node.SequenceNode sequence -> wrongShape(
                    sequence.span(),
                    "`hosts` is a mapping, not a list",
                    "write each host as a key, with a colon and no dash: `web1:`");
        }
    }

    private HostNames names(Group group, Node.ScalarNode key) {
        HostNames names = HostNames.parse(key.text(), key.span(), diagnostics);
        names.names().forEach(name -> draft.host(name, key.span(), group, directory));
        return names;
    }

    private void host(Group group, Node.Entry entry) {
        HostNames names = names(group, entry.key());
        List<Node.Entry> entries = new ArrayList<>();
        names.port().ifPresent(port -> entries.add(IniInventory.port(port, entry.key().span())));
        variables(entry.value(), "The variables of host `" + entry.key().text() + "`").ifPresent(entries::addAll);
        if (!entries.isEmpty()) {
            for (String name : names.names()) {
                draft.host(name, entry.key().span(), group, directory)
                        .variables
                        .add(new Definition("inventory host " + name, entries));
            }
        }
    }

    private void children(Group group, Node node) {
        switch (node) {
            case Node.MappingNode mapping -> mapping.entries().forEach(entry -> {
                group.children.putIfAbsent(entry.key().text(), entry.key().span());
                group(entry);
            });
            case Node.ScalarNode scalar when !scalar.isNull() -> {
                group.children.putIfAbsent(scalar.text(), scalar.span());
                draft.group(scalar.text(), scalar.span());
            }
            case Node.ScalarNode nothing -> { }
            case Node.SequenceNode sequence -> wrongShape(
                    sequence.span(),
                    "`children` is a mapping, not a list",
                    "write each group as a key, with a colon and no dash: `web:`");
        }
    }

    private Optional<List<Node.Entry>> variables(Node node, String whose) {
        if (node instanceof Node.MappingNode mapping) {
            return Optional.of(mapping.entries());
        }
        if (!isNull(node)) {
            wrongShape(node.span(), whose + " must be a mapping, not " + kind(node), "write them as `name: value`");
        }
        return Optional.empty();
    }

    private void wrongShape(Span span, String summary, String hint) {
        diagnostics.add(Diagnostic.error(Codes.WRONG_SHAPE.id(), span, summary, hint));
    }

    static boolean isNull(Node node) {
        return node instanceof Node.ScalarNode scalar && scalar.isNull();
    }

    static String kind(Node node) {
        return switch (node) {
            case Node.ScalarNode scalar -> "text";
            case Node.SequenceNode sequence -> "a list";
            case Node.MappingNode mapping -> "a mapping";
        };
    }
}
