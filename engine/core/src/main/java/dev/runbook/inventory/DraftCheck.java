package dev.runbook.inventory;

import dev.runbook.inventory.Inventory.Datum;
import dev.runbook.inventory.Inventory.Definition;
import dev.runbook.inventory.InventoryDraft.Group;
import dev.runbook.inventory.InventoryDraft.Host;
import dev.runbook.language.Codes;
import dev.runbook.language.Diagnostic;
import dev.runbook.language.Diagnostics;
import dev.runbook.language.Node;
import dev.runbook.language.Span;
import dev.runbook.language.Suggestions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What can be wrong only once every source is read. Removes what would make the hierarchy impossible. */
final class DraftCheck {
    static final String PRIORITY = "ansible_group_priority";

    private static final Pattern VARIABLE_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Set<String> PORTS = Set.of("ansible_port", "ansible_ssh_port");

    private static final String A_PORT = "a port from 1 to 65535";
    private static final String A_NUMBER = "a whole number";

    private final Set<String> named = new HashSet<>();
    private final InventoryDraft draft;
    private final Diagnostics diagnostics;

    DraftCheck(InventoryDraft draft, Diagnostics diagnostics) {
        this.draft = draft;
        this.diagnostics = diagnostics;
    }

    void run() {
        draft.groups().values().forEach(this::children);
        cycles();
        draft.groups().values().forEach(this::hostsNamedLikeGroups);
        draft.groups().values().forEach(group -> group.variables.forEach(this::variables));
        draft.hosts().values().forEach(host -> host.variables.forEach(this::variables));
    }

    private void children(Group group) {
        group.children.entrySet().removeIf(child -> {
            String name = child.getKey();
            if (name.equals(Inventory.ALL)) {
                diagnostics.error(
                        Codes.CYCLIC_GROUPS.id(),
                        child.getValue(),
                        "Group `all` cannot be a child: it is the parent of every group");
                return true;
            }
            if (draft.groups().containsKey(name)) {
                return false;
            }
            unknownChild(group, name, child.getValue());
            return true;
        });
    }

    private void unknownChild(Group group, String name, Span span) {
        Host host = draft.hosts().get(name);
        Diagnostic error = Diagnostic.error(
                Codes.UNKNOWN_GROUP.id(),
                span,
                "Group `" + group.name + "` has the child `" + name + "`, but no such group is defined",
                host != null
                        ? "`" + name + "` is a host: list it under [" + group.name + "] instead"
                        : Suggestions.hint(name, draft.groups().keySet())
                                .orElse("define it with a section [" + name + "]"));
        diagnostics.add(host != null ? error.withRelated(host.span, "the host `" + name + "`") : error);
    }

    private void cycles() {
        Set<String> done = new HashSet<>();
        for (String name : draft.groups().keySet()) {
            visit(name, new ArrayDeque<>(), done);
        }
    }

    private void visit(String name, Deque<String> path, Set<String> done) {
        if (done.contains(name)) {
            return;
        }
        Group group = Objects.requireNonNull(draft.groups().get(name));
        path.addLast(name);
        group.children.entrySet().removeIf(child -> {
            if (path.contains(child.getKey())) {
                cycle(child.getKey(), path);
                return true;
            }
            visit(child.getKey(), path, done);
            return false;
        });
        path.removeLast();
        done.add(name);
    }

    private void cycle(String start, Deque<String> path) {
        List<String> chain = new ArrayList<>(path);
        chain.subList(0, chain.indexOf(start)).clear();
        chain.add(start);
        Diagnostic error = null;
        for (int i = 0; i + 1 < chain.size(); i++) {
            Span where = Objects.requireNonNull(
                    Objects.requireNonNull(draft.groups().get(chain.get(i))).children.get(chain.get(i + 1)));
            error = error == null
                    ? Diagnostic.error(
                            Codes.CYCLIC_GROUPS.id(),
                            where,
                            "Group `" + start + "` contains itself: " + String.join(" → ", chain),
                            "remove one of these children")
                    : error.withRelated(where, "`" + chain.get(i) + "` contains `" + chain.get(i + 1) + "`");
        }
        diagnostics.add(Objects.requireNonNull(error));
    }

    /** One name for a group and its only host is common and harmless; in another group it is a forgotten ":children". */
    private void hostsNamedLikeGroups(Group group) {
        for (Map.Entry<String, Span> member : group.hosts.entrySet()) {
            Group named = draft.groups().get(member.getKey());
            Host host = draft.hosts().get(member.getKey());
            if (named == null || host == null || !host.variables.isEmpty() || named.hosts.containsKey(host.name)) {
                continue;
            }
            Diagnostic error = Diagnostic.error(
                    Codes.GROUP_AS_HOST.id(),
                    member.getValue(),
                    "`" + named.name + "` is a group, but stands here as a host",
                    "to put the group into `" + group.name + "`, list it under [" + group.name
                            + ":children], or `children:` in YAML");
            diagnostics.add(named.span == null ? error : error.withRelated(named.span, "the group `" + named.name + "`"));
        }
    }

    private void variables(Definition definition) {
        for (Node.Entry entry : definition.entries()) {
            String name = entry.key().text();
            name(name, entry.key().span());
            if (PORTS.contains(name)) {
                number(entry, Codes.INVALID_PORT.id(), A_PORT, DraftCheck::isPort);
            } else if (name.equals(PRIORITY)) {
                number(entry, Codes.INVALID_PRIORITY.id(), A_NUMBER, any -> true);
            }
        }
        for (Datum datum : definition.data()) {
            if (named.add(datum.name())) { // programs say the same of every host
                name(datum.name(), datum.span());
            }
            if (PORTS.contains(datum.name())) {
                number(datum, Codes.INVALID_PORT.id(), A_PORT, DraftCheck::isPort);
            } else if (datum.name().equals(PRIORITY)) {
                number(datum, Codes.INVALID_PRIORITY.id(), A_NUMBER, any -> true);
            }
        }
    }

    private static boolean isPort(int port) {
        return port >= 1 && port <= 65535;
    }

    private void name(String name, @Nullable Span span) {
        if (!VARIABLE_NAME.matcher(name).matches()) {
            diagnostics.add(Diagnostic.warning(
                    Codes.INVALID_NAME.id(),
                    span,
                    "`" + name + "` is not a variable name, so no expression can use it",
                    "names have letters, digits and _, and start with no digit: `"
                            + name.replaceAll("[^A-Za-z0-9_]", "_").replaceFirst("^(?=[0-9])", "_") + "`"));
        }
    }

    private void number(Datum datum, String code, String expected, IntPredicate valid) {
        if (datum.value() == null || !valid(String.valueOf(datum.value()), valid)) {
            diagnostics.add(Diagnostic.error(
                    code, datum.span(), "`" + datum.name() + "` must be " + expected + ", not `" + datum.value() + "`"));
        }
    }

    private static boolean valid(String text, IntPredicate valid) {
        try {
            return valid.test(Integer.parseInt(text.strip()));
        } catch (NumberFormatException notANumber) {
            return false;
        }
    }

    private void number(Node.Entry entry, String code, String expected, IntPredicate valid) {
        if (entry.value() instanceof Node.ScalarNode scalar) {
            if (scalar.text().contains("@{") || !scalar.tag().isEmpty()) {
                return;
            }
            if (valid(scalar.text(), valid)) {
                return;
            }
            diagnostics.error(
                    code,
                    scalar.span(),
                    "`" + entry.key().text() + "` must be " + expected + ", not `" + scalar.text() + "`");
        } else {
            diagnostics.error(code, entry.value().span(), "`" + entry.key().text() + "` must be " + expected);
        }
    }

    /** The last valid priority said of a group, or 1. */
    static int priority(List<Definition> definitions) {
        int priority = 1;
        for (Definition definition : definitions) {
            for (Node.Entry entry : definition.entries()) {
                if (entry.key().text().equals(PRIORITY)
                        && entry.value() instanceof Node.ScalarNode scalar
                        && scalar.text().strip().matches("[-+]?[0-9]{1,9}")) {
                    priority = Integer.parseInt(scalar.text().strip());
                }
            }
            for (Datum datum : definition.data()) {
                if (datum.name().equals(PRIORITY) && valid(String.valueOf(datum.value()), any -> true)) {
                    priority = Integer.parseInt(String.valueOf(datum.value()).strip());
                }
            }
        }
        return priority;
    }
}
