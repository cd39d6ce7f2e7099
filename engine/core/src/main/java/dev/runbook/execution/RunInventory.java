package dev.runbook.execution;

import dev.runbook.api.ProvidesInventory;
import dev.runbook.inventory.Inventory;
import dev.runbook.inventory.Inventory.Definition;
import dev.runbook.inventory.InventoryLoader;
import dev.runbook.language.Diagnostics;
import dev.runbook.language.RunbookException;
import dev.runbook.language.SourceLoader;
import dev.runbook.language.YamlReader;
import dev.runbook.variables.Variables;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** The hosts of a run and what is kept of each; tasks may add to them. Safe for several threads. */
final class RunInventory {
    private final Variables variables;
    private final Map<String, HostState> states = new ConcurrentHashMap<>();

    RunInventory(Variables variables) {
        this.variables = variables;
    }

    /** What is kept of a host; one that is in no inventory is reached by its name. */
    HostState state(String name) {
        return states.computeIfAbsent(name, n -> new HostState(n, variables.hostOrStranger(n)));
    }

    void forEach(Consumer<HostState> action) {
        states.values().forEach(action);
    }

    /**
     * Adds hosts and groups. Variables stand behind those of the inventory itself, and below {@code host_vars/}.
     *
     * @param current the host whose task asks for it
     * @param predicted whether the change that they come from was only predicted
     * @throws RunbookException where a name is no good
     */
    synchronized void add(String current, List<ProvidesInventory.Addition> additions, String origin, boolean predicted) {
        for (ProvidesInventory.Addition addition : additions) {
            String host = addition.host() == null ? current : addition.host();
            Inventory next = variables.inventory();
            if (addition.host() != null) {
                Definition said = Definition.ofData(origin, addition.variables(), null);
                next = next.withHost(host, addition.groups(), List.of(said));
            }
            for (String group : addition.groups()) {
                if (addition.host() == null || !addition.parents().isEmpty()) {
                    next = next.withGroup(group, host, addition.parents());
                }
            }
            variables.replace(next);
            String system = addition.notYet();
            if (predicted && system != null) {
                state(host).imagine(system);
            }
        }
    }

    /**
     * Reads the inventory again.
     *
     * @throws RunbookException where it has mistakes; then the old one stays
     */
    synchronized void refresh() {
        Diagnostics diagnostics = new Diagnostics();
        Inventory next = new InventoryLoader(new YamlReader(), new SourceLoader()).reload(variables.inventory(), diagnostics);
        if (diagnostics.hasErrors()) {
            throw new RunbookException(diagnostics.all());
        }
        variables.replace(next);
    }
}
