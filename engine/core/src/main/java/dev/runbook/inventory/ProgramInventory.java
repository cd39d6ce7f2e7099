package dev.runbook.inventory;

import dev.runbook.inventory.Inventory.Datum;
import dev.runbook.inventory.Inventory.Definition;
import dev.runbook.inventory.InventoryDraft.Group;
import dev.runbook.language.Codes;
import dev.runbook.language.Diagnostic;
import dev.runbook.language.Diagnostics;
import dev.runbook.language.Node;
import dev.runbook.language.Span;
import dev.runbook.language.Suggestions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Reads the JSON that Ansible's inventory programs print: groups, each a list of hosts or a mapping with {@code hosts},
 * {@code children} and {@code vars}, and {@code _meta.hostvars}. Values are data: nothing in them is an expression,
 * because much of it comes from elsewhere.
 */
final class ProgramInventory {
    private static final String META = "_meta";
    private static final List<String> KEYS = List.of("hosts", "children", "vars");
    /** How many hosts a program is asked about at once where it has no {@code _meta}. */
    private static final int AT_ONCE = 8;

    private final String shown;
    private final InventoryProgram program;
    private final @Nullable Path directory;
    private final InventoryDraft draft;
    private final Diagnostics diagnostics;
    private final Map<String, Span> hosts = new LinkedHashMap<>();

    ProgramInventory(
            String shown,
            InventoryProgram program,
            @Nullable Path directory,
            InventoryDraft draft,
            Diagnostics diagnostics) {
        this.shown = shown;
        this.program = program;
        this.directory = directory;
        this.draft = draft;
        this.diagnostics = diagnostics;
    }

    void read() {
        Node root = program.run("--list")
                .flatMap(text -> JsonTree.read(shown + " --list", text, diagnostics))
                .orElse(null);
        if (root == null) {
            return;
        }
        if (!(root instanceof Node.MappingNode groups)) {
            wrongShape(root, "An inventory is an object of groups", "print {\"web\": {\"hosts\": [\"web1\"]}}");
            return;
        }
        // Before their members, so that a group is known wherever it is a child.
        groups.entries().stream().filter(entry -> !entry.key().text().equals(META)).forEach(this::group);
        Optional<Node> hostvars = groups.entry(META).flatMap(entry -> hostvars(entry.value()));
        if (hostvars.isPresent()) {
            variablesOfHosts(hostvars.get());
        } else if (groups.entry(META).isEmpty()) {
            askForEach();
        }
    }

    private Optional<Node> hostvars(Node meta) {
        if (meta instanceof Node.MappingNode mapping) {
            return mapping.entry("hostvars").map(Node.Entry::value);
        }
        wrongShape(meta, "`_meta` is an object with `hostvars`", "print \"_meta\": {\"hostvars\": {}}");
        return Optional.empty();
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
        switch (entry.value()) {
            case Node.SequenceNode list -> list.items().forEach(item -> host(group, item));
            case Node.MappingNode body -> body.entries().forEach(part -> part(group, part));
            case Node.ScalarNode scalar -> wrongShape(
                    scalar,
                    "Group `" + name + "` is a list of hosts, or an object",
                    "write [\"web1\"] or {\"hosts\": [\"web1\"]}");
        }
    }

    private void part(Group group, Node.Entry part) {
        String where = "`" + part.key().text() + "` of group `" + group.name + "`";
        switch (part.key().text()) {
            case "hosts" -> items(part.value(), where + " is a list of names").forEach(item -> host(group, item));
            case "children" -> items(part.value(), where + " is a list of names").forEach(item -> child(group, item));
            case "vars" -> {
                List<Datum> variables = data(part.value(), where);
                if (!variables.isEmpty()) {
                    group.variables.add(new Definition(shown + ": " + group.name + ".vars", List.of(), variables));
                }
            }
            default -> diagnostics.error(
                    Codes.UNKNOWN_INVENTORY_KEY.id(),
                    part.key().span(),
                    "Group `" + group.name + "` cannot have `" + part.key().text() + "`: only hosts, children and vars",
                    Suggestions.hint(part.key().text(), KEYS).orElse("a variable stands under \"vars\""));
        }
    }

    private List<Node> items(Node node, String expected) {
        if (node instanceof Node.SequenceNode list) {
            return list.items();
        }
        wrongShape(node, expected, "write [\"one\", \"two\"]");
        return List.of();
    }

    private void host(Group group, Node item) {
        if (!(item instanceof Node.ScalarNode name) || !name.quoted()) {
            wrongShape(item, "The name of a host is text", "put it into double quotes");
            return;
        }
        if (!HostNames.isName(name.text())) {
            diagnostics.error(
                    Codes.INVALID_HOST_NAME.id(),
                    name.span(),
                    "`" + name.text() + "` is not a host name",
                    "a host name has letters, digits, `.`, `-` and `_`");
            return;
        }
        draft.host(name.text(), name.span(), group, directory);
        hosts.putIfAbsent(name.text(), name.span());
    }

    private void child(Group group, Node item) {
        if (item instanceof Node.ScalarNode name && name.quoted() && name.text().matches(InventoryDraft.GROUP_NAME)) {
            draft.group(name.text(), name.span());
            group.children.putIfAbsent(name.text(), name.span());
        } else {
            wrongShape(item, "A child of group `" + group.name + "` is the name of a group", "put its name into double quotes");
        }
    }

    private void variablesOfHosts(Node node) {
        if (!(node instanceof Node.MappingNode mapping)) {
            wrongShape(node, "`_meta.hostvars` is an object of hosts", "print {\"web1\": {\"ansible_host\": \"192.0.2.1\"}}");
            return;
        }
        Set<String> nowhere = new LinkedHashSet<>();
        Span first = null;
        for (Node.Entry entry : mapping.entries()) {
            String host = entry.key().text();
            if (hosts.containsKey(host)) {
                addTo(host, data(entry.value(), "The variables of host `" + host + "`"));
            } else {
                nowhere.add(host);
                first = first == null ? entry.key().span() : first;
            }
        }
        if (first != null) {
            diagnostics.add(Diagnostic.warning(
                    Codes.UNUSED_HOST_VARIABLES.id(),
                    first,
                    "`_meta.hostvars` has variables of " + named(nowhere) + ", but no group of this program has such a host",
                    "list the host in a group, such as \"ungrouped\": {\"hosts\": [\"" + nowhere.iterator().next() + "\"]}"));
        }
    }

    private static String named(Set<String> names) {
        String some = String.join(", ", names.stream().limit(3).map(name -> "`" + name + "`").toList());
        return names.size() > 3 ? some + " and " + (names.size() - 3) + " more" : some;
    }

    /** A program without {@code _meta} is asked for each host, and says so in the order of the hosts. */
    private void askForEach() {
        Map<String, Future<Optional<String>>> answers = new LinkedHashMap<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
            hosts.keySet().forEach(host -> answers.put(host, pool.submit(() -> program.run("--host", host))));
        }
        answers.forEach((host, answer) -> {
            if (answer.state() == Future.State.SUCCESS) {
                answer.resultNow()
                        .filter(text -> !text.isBlank())
                        .flatMap(text -> JsonTree.read(shown + " --host " + host, text, diagnostics))
                        .ifPresent(node -> addTo(host, data(node, "What `--host " + host + "` prints")));
            }
        });
    }

    private void addTo(String host, List<Datum> variables) {
        if (!variables.isEmpty()) {
            Objects.requireNonNull(draft.hosts().get(host))
                    .variables
                    .add(new Definition(shown + ": hostvars." + host, List.of(), variables));
        }
    }

    private List<Datum> data(Node node, String whose) {
        if (node instanceof Node.MappingNode mapping) {
            List<Datum> data = new ArrayList<>();
            mapping.entries().forEach(entry ->
                    data.add(new Datum(entry.key().text(), JsonTree.data(entry.value()), entry.key().span())));
            return data;
        }
        wrongShape(node, whose + " must be an object", "print {\"name\": \"value\"}");
        return List.of();
    }

    private void wrongShape(Node node, String expected, String hint) {
        diagnostics.error(
                Codes.WRONG_SHAPE.id(), node.span(), expected + ", not " + kind(node), hint);
    }

    private static String kind(Node node) {
        return switch (node) {
            case Node.ScalarNode scalar -> scalar.quoted() ? "text" : scalar.text();
            case Node.SequenceNode _ -> "a list";
            case Node.MappingNode _ -> "an object";
        };
    }
}
