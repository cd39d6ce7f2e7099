package dev.runbook.inventory;

import dev.runbook.api.FoundInventory;
import dev.runbook.inventory.Inventory.Definition;
import dev.runbook.inventory.InventoryDraft.Group;
import dev.runbook.language.Codes;
import dev.runbook.language.Diagnostic;
import dev.runbook.language.Diagnostics;
import dev.runbook.language.Node;
import dev.runbook.language.Span;
import dev.runbook.language.Suggestions;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads an inventory that names a source: {@code plugin: NAME}, and the source's parameters beside it. */
final class PluginInventory {
    static final String KEY = "plugin";

    private final Node.MappingNode inventory;
    private final @Nullable Path directory;
    private final InventoryDraft draft;
    private final InventoryPlugins plugins;
    private final Diagnostics diagnostics;

    PluginInventory(
            Node.MappingNode inventory,
            @Nullable Path directory,
            InventoryDraft draft,
            InventoryPlugins plugins,
            Diagnostics diagnostics) {
        this.inventory = inventory;
        this.directory = directory;
        this.draft = draft;
        this.plugins = plugins;
        this.diagnostics = diagnostics;
    }

    void read() {
        Node value = inventory.entry(KEY).orElseThrow().value();
        if (!(value instanceof Node.ScalarNode name) || name.isNull()) {
            diagnostics.error(
                    Codes.WRONG_SHAPE.id(),
                    value.span(),
                    "`plugin` is the name of a source of inventory",
                    "a group may be called `plugin` if it stands under `all: {children: …}`");
            return;
        }
        if (!plugins.names().contains(name.text())) {
            unknown(name);
            return;
        }
        plugins.find(name.text(), inventory, directory, diagnostics).ifPresent(found -> add(found, name));
    }

    private void unknown(Node.ScalarNode name) {
        List<String> names = plugins.names();
        String last = name.text().substring(name.text().lastIndexOf('.') + 1);
        String hint = names.contains(last)
                ? "it is called `" + last + "` here"
                : Suggestions.hint(name.text(), names)
                        .orElse(names.isEmpty()
                                ? "no source of inventory is installed; a program that prints Ansible's JSON works as well"
                                : "there are " + String.join(", ", names));
        diagnostics.error(
                Codes.UNKNOWN_INVENTORY_SOURCE.id(),
                name.span(),
                "There is no source of inventory `" + name.text() + "`",
                hint);
    }

    private void add(FoundInventory found, Node.ScalarNode plugin) {
        Span span = plugin.span();
        String origin = span.source().name() + ": " + plugin.text() + " ";
        for (FoundInventory.Group group : found.groups()) {
            if (isGroup(group.name(), plugin)) {
                Group made = draft.group(group.name(), span);
                group.children().stream().filter(child -> isGroup(child, plugin)).forEach(child -> {
                    draft.group(child, span);
                    made.children.putIfAbsent(child, span);
                });
                if (!group.variables().isEmpty()) {
                    made.variables.add(Definition.ofData(origin + "group " + group.name(), group.variables(), span));
                }
            }
        }
        found.hosts().forEach(host -> host(host, plugin, origin + "host " + host.name()));
    }

    private void host(FoundInventory.Host host, Node.ScalarNode plugin, String origin) {
        if (!HostNames.isName(host.name())) {
            refuse(Codes.INVALID_HOST_NAME, plugin, "`" + host.name() + "`, which is not a host name");
            return;
        }
        Span span = plugin.span();
        draft.host(host.name(), span, Objects.requireNonNull(draft.groups().get(Inventory.UNGROUPED)), directory);
        host.groups().stream()
                .filter(group -> isGroup(group, plugin))
                .forEach(group -> draft.host(host.name(), span, draft.group(group, span), directory));
        if (!host.variables().isEmpty()) {
            Objects.requireNonNull(draft.hosts().get(host.name()))
                    .variables
                    .add(Definition.ofData(origin, host.variables(), span));
        }
    }

    private boolean isGroup(String name, Node.ScalarNode plugin) {
        boolean valid = name.matches(InventoryDraft.GROUP_NAME);
        if (!valid) {
            refuse(Codes.INVALID_GROUP_NAME, plugin, "`" + name + "`, which cannot be the name of a group");
        }
        return valid;
    }

    private void refuse(Codes code, Node.ScalarNode plugin, String what) {
        diagnostics.add(Diagnostic.error(
                code.id(), plugin.span(), "The source `" + plugin.text() + "` found " + what));
    }
}
