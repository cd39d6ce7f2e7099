package dev.runbook.host.simulated;

import dev.runbook.host.Simulation;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * What machines reach: what stands for services anywhere, and one another.
 *
 * @param machines by their names and their addresses
 */
record Neighbourhood(StandIns standIns, ConcurrentMap<String, Neighbour> machines) {
    Neighbourhood(StandIns standIns) {
        this(standIns, new ConcurrentHashMap<>());
    }

    /** @param simulation how the machine behaves */
    record Neighbour(SimulatedMachine machine, Simulation simulation) {}

    void join(String address, SimulatedMachine machine, Simulation simulation) {
        Neighbour neighbour = new Neighbour(machine, simulation);
        machines.putIfAbsent(machine.name, neighbour);
        machines.putIfAbsent(address, neighbour);
    }

    /** The machine of this name or address; null where there is none. */
    @Nullable Neighbour at(String address) {
        return machines.get(address);
    }
}
