package dev.runbook.variables;

import dev.runbook.expression.Expressions;
import dev.runbook.inventory.Inventory;
import dev.runbook.inventory.Inventory.Datum;
import dev.runbook.inventory.Inventory.Definition;
import dev.runbook.inventory.Inventory.InventoryGroup;
import dev.runbook.inventory.Inventory.InventoryHost;
import dev.runbook.language.Codes;
import dev.runbook.language.Diagnostic;
import dev.runbook.language.Diagnostics;
import dev.runbook.language.Node;
import dev.runbook.language.RunbookException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * All variables of one run. Safe for use by several threads: each host's own thread writes its host's, and reads those
 * of others through {@code hostvars}.
 */
public final class Variables {
    /** Names the engine defines; a definition of the user's own could never be seen. */
    public static final Set<String> MAGIC = Set.of(
            "inventory_hostname",
            "inventory_hostname_short",
            "groups",
            "group_names",
            "hostvars",
            "play_hosts",
            "check_mode",
            "inventory_dir",
            "runbook_dir",
            "omit");

    private volatile Inventory inventory;
    private final Frame extra;
    private final boolean check;
    private final String runbookDirectory;
    private final Expressions expressions;
    private volatile Map<String, Object> shared;
    private final Map<String, List<Variable>> ofGroups = new ConcurrentHashMap<>();
    private final Map<String, HostVariables> hosts = new ConcurrentHashMap<>();

    private Variables(Inventory inventory, Frame extra, Expressions expressions, Path runbookDirectory, boolean check) {
        this.inventory = inventory;
        this.extra = extra;
        this.expressions = expressions;
        this.check = check;
        this.runbookDirectory = runbookDirectory.toAbsolutePath().normalize().toString();
        this.shared = shared();
    }

    private Map<String, Object> shared() {
        Map<String, Object> groups = new LinkedHashMap<>();
        inventory.groups().forEach((name, group) -> groups.put(name, List.copyOf(group.hosts())));
        return Map.of(
                "groups", java.util.Collections.unmodifiableMap(groups),
                "check_mode", check,
                "runbook_dir", runbookDirectory,
                "play_hosts", List.copyOf(inventory.hosts().keySet()));
    }

    /** From now on these are the hosts and groups. What the run has written of a host stays with it. */
    public synchronized void replace(Inventory next) {
        inventory = next;
        shared = shared();
        ofGroups.clear();
        hosts.values().forEach(host -> next.host(host.name()).ifPresent(host::rebase));
    }

    /** The variables of a host that may be in no inventory, and then has only those that the run writes. */
    public HostVariables hostOrStranger(String name) {
        return inventory.host(name).isPresent()
                ? host(name)
                : hosts.computeIfAbsent(name, n -> new HostVariables(
                        this, new InventoryHost(n, List.of(Inventory.ALL), List.of(), null, null)));
    }

    /** Whether {@code -e} defines a variable. */
    public boolean given(String name) {
        return extra.names().contains(name);
    }

    /** The text that {@code -e} gives a variable; empty where it gives none, or no text. */
    public Optional<String> givenText(String name) {
        Variable variable = extra.get(name);
        if (variable == null) {
            return Optional.empty();
        }
        if (variable.node() instanceof Node.ScalarNode scalar) {
            return Optional.of(scalar.text());
        }
        return variable.isData() && variable.data() instanceof String text ? Optional.of(text) : Optional.empty();
    }

    /**
     * @param extra from {@link ExtraVariables}
     * @param runbookDirectory the value of {@code runbook_dir}
     * @param checkMode the value of {@code check_mode}; a frame of {@link Precedence#MAGIC} says otherwise for a task
     */
    public static Variables of(
            Inventory inventory, Frame extra, Expressions expressions, Path runbookDirectory, boolean checkMode) {
        return new Variables(inventory, extra, expressions, runbookDirectory, checkMode);
    }

    public Inventory inventory() {
        return inventory;
    }

    /**
     * The variables of one host, always the same object.
     *
     * @throws IllegalArgumentException where the inventory has no such host
     */
    public HostVariables host(String name) {
        HostVariables known = hosts.get(name);
        return known != null ? known : hosts.computeIfAbsent(name, this::open);
    }

    private HostVariables open(String name) {
        InventoryHost host = inventory.host(name)
                .orElseThrow(() -> new IllegalArgumentException("no host " + name + " in the inventory"));
        return new HostVariables(this, host);
    }

    /** Compiles all that the inventory says, and tells what is wrong with it. */
    public void check(Diagnostics diagnostics) {
        for (InventoryGroup group : inventory.groups().values()) {
            group(group.name()).forEach(variable -> check(variable, expressions, diagnostics));
        }
        List<InventoryHost> all = new ArrayList<>(inventory.hosts().values());
        all.add(inventory.localhost());
        all.forEach(host -> host(host.name()).own().forEach(variable -> check(variable, expressions, diagnostics)));
        extra.check(expressions, diagnostics);
    }

    static void check(Variable variable, Expressions expressions, Diagnostics diagnostics) {
        if (MAGIC.contains(variable.name()) && variable.precedence() != Precedence.MAGIC && variable.span() != null) {
            diagnostics.add(Diagnostic.warning(
                    Codes.RESERVED_NAME.id(),
                    variable.span(),
                    "`" + variable.name() + "` is defined by the engine; this value is never seen",
                    "choose another name"));
        }
        Node node = variable.node();
        if (node != null && mayFail(node)) {
            try {
                variable.compiled(expressions);
            } catch (RunbookException mistakes) {
                mistakes.diagnostics().forEach(diagnostics::add);
            }
        }
    }

    /** Literals cannot; there may be very many of them. */
    private static boolean mayFail(Node node) {
        return switch (node) {
            case Node.ScalarNode scalar -> scalar.text().contains("{") || !scalar.tag().isEmpty();
            case Node.SequenceNode sequence -> sequence.items().stream().anyMatch(Variables::mayFail);
            case Node.MappingNode mapping -> mapping.entries().stream().anyMatch(e -> mayFail(e.key()) || mayFail(e.value()));
        };
    }

    /** Every name that is defined for at least one of these hosts before the run: by inventory, {@code -e} or engine. */
    public Set<String> namesFor(Collection<String> hostNames) {
        Set<String> names = new TreeSet<>(MAGIC);
        names.addAll(extra.names());
        Set<String> groups = new TreeSet<>();
        for (String name : hostNames) {
            HostVariables host = host(name);
            host.own().forEach(variable -> names.add(variable.name()));
            groups.addAll(host.inventoryHost().groups());
        }
        groups.forEach(group -> group(group).forEach(variable -> names.add(variable.name())));
        return names;
    }

    Frame extra() {
        return extra;
    }

    Expressions expressions() {
        return expressions;
    }

    @Nullable Object shared(String name) {
        return shared.get(name);
    }

    /** A group's variables, lowest precedence first; the same objects for every host in it. */
    List<Variable> group(String name) {
        return ofGroups.computeIfAbsent(
                name,
                n -> inventory.group(n)
                        .map(group -> variables(group.variables(), Precedence.INVENTORY_GROUP))
                        .orElse(List.of()));
    }

    static List<Variable> variables(List<Definition> definitions, Precedence precedence) {
        List<Variable> variables = new ArrayList<>();
        for (Definition definition : definitions) {
            for (Node.Entry entry : definition.entries()) {
                variables.add(Variable.text(entry, precedence, definition.origin()));
            }
            for (Datum datum : definition.data()) {
                variables.add(Variable.data(datum.name(), datum.value(), precedence, definition.origin(), datum.span()));
            }
        }
        return List.copyOf(variables);
    }
}
