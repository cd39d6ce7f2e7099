package dev.runbook.host.simulated;

import dev.runbook.host.ConnectionSettings;
import dev.runbook.host.Host;
import dev.runbook.host.HostUnreachableException;
import dev.runbook.host.Hosts;
import dev.runbook.host.Simulation;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Hosts of which those with the connection {@code simulated} are machines in memory. A machine is known by its name in
 * the inventory, begins as a small Debian 12 unless its variables name another system, and is kept until this is closed; whoever connects to it, and as whom,
 * finds the same machine.
 */
public final class SimulatedHosts implements Hosts {
    private final Hosts others;
    private final Neighbourhood neighbourhood;
    private final ConcurrentMap<Distribution, SimulatedMachine> fresh = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, SimulatedMachine> machines = new ConcurrentHashMap<>();

    /** @param others where all other hosts come from; closed with this */
    public SimulatedHosts(Hosts others) {
        this(others, StandIns.NONE);
    }

    /** @param standIns what stands for services, on the machines and elsewhere */
    public SimulatedHosts(Hosts others, StandIns standIns) {
        this.others = others;
        this.neighbourhood = new Neighbourhood(standIns);
    }

    @Override
    public Host connect(ConnectionSettings settings) {
        if (!settings.connection().equals("simulated")) {
            return others.connect(settings);
        }
        SimulatedMachine machine = machines.computeIfAbsent(settings.host(), name -> machine(name, settings));
        Simulation simulation = Objects.requireNonNullElse(settings.simulation(), Simulation.PLAIN);
        neighbourhood.join(settings.address(), machine, simulation);
        return new SimulatedHost(machine, settings, simulation, neighbourhood);
    }

    /** Made as its variables say when it is first seen; as in life, a system is not changed by calling it another. */
    private SimulatedMachine machine(String name, ConnectionSettings settings) {
        String system = settings.simulation() == null ? null : settings.simulation().system();
        Distribution distribution = Distribution.named(system).orElseThrow(() -> new HostUnreachableException(
                "there is no model of the system " + system + " to simulate " + name + " with",
                List.of("There are " + String.join(", ", Distribution.labels()) + ".")));
        return fresh.computeIfAbsent(distribution, SimulatedMachine::fresh).copy(name);
    }

    @Override
    public void close() {
        machines.clear();
        others.close();
    }
}
