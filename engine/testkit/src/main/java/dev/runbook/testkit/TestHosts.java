package dev.runbook.testkit;

import dev.runbook.host.ConnectionSettings;
import dev.runbook.host.Host;
import dev.runbook.host.ShellHosts;
import dev.runbook.host.simulated.SimulatedHosts;
import dev.runbook.host.simulated.StandIns;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Connections for tests. Close them. */
public final class TestHosts {
    private TestHosts() {}

    /** This machine, as the present user. */
    public static Host local() {
        return ShellHosts.create().connect(settings("localhost", "local", "localhost", 0, null, List.of(), null));
    }

    /** A simulated host, as root: a fresh machine in memory. */
    public static Host simulated() {
        return simulated(StandIns.NONE);
    }

    /** A simulated host, as root, with what stands for services that run there. */
    public static Host simulated(StandIns standIns) {
        return new SimulatedHosts(ShellHosts.create(), standIns)
                .connect(settings("simulated", "simulated", "", 0, "root", List.of(), null));
    }

    /**
     * A real host, over SSH.
     *
     * @param user {@code root}, or one of the other logins of {@link RealHost}
     */
    public static Host ssh(RealHost host, String user, Path knownHosts) {
        return ShellHosts.create()
                .connect(settings("test", "ssh", host.address(), host.port(), user, List.of(host.key()), knownHosts));
    }

    private static ConnectionSettings settings(
            String name,
            String connection,
            String address,
            int port,
            @Nullable String user,
            List<Path> keys,
            @Nullable Path knownHosts) {
        return new ConnectionSettings(
                name,
                connection,
                address,
                port,
                user,
                null,
                keys,
                null,
                null,
                ConnectionSettings.HostKeyPolicy.ACCEPT_NEW,
                knownHosts,
                Duration.ofSeconds(20),
                Duration.ofSeconds(15));
    }
}
