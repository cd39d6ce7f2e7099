package dev.runbook.host.simulated;

import dev.runbook.host.ConnectionSettings;
import dev.runbook.host.Host;
import dev.runbook.host.Hosts;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Hosts of which those with the connection {@code simulated} are machines in memory. A machine is known by its name in
 * the inventory, begins as a small Debian 12, and is kept until this is closed; whoever connects to it, and as whom,
 * finds the same machine.
 */
public final class SimulatedHosts implements Hosts {
    private final Hosts others;
    private final StandIns standIns;
    private final SimulatedMachine fresh = SimulatedMachine.fresh();
    private final ConcurrentMap<String, SimulatedMachine> machines = new ConcurrentHashMap<>();

    /** @param others where all other hosts come from; closed with this */
    public SimulatedHosts(Hosts others) {
        this(others, StandIns.NONE);
    }

    /** @param standIns what stands for services, on the machines and elsewhere */
    public SimulatedHosts(Hosts others, StandIns standIns) {
        this.others = others;
        this.standIns = standIns;
    }

    @Override
    public Host connect(ConnectionSettings settings) {
        return settings.connection().equals("simulated")
                ? new SimulatedHost(machines.computeIfAbsent(settings.host(), fresh::copy), settings, standIns)
                : others.connect(settings);
    }

    @Override
    public void close() {
        machines.clear();
        others.close();
    }
}
