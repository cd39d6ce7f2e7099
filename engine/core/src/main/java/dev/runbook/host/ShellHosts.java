package dev.runbook.host;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Real hosts: this machine, and others over SSH. */
public final class ShellHosts implements Hosts {
    private final ConcurrentMap<ConnectionSettings, ShellHost> hosts = new ConcurrentHashMap<>();

    private final ReentrantLock lock = new ReentrantLock();
    private final SshConfig config;
    private @Nullable SshConnections ssh;

    private ShellHosts(SshConfig config) {
        this.config = config;
    }

    /** With the keys, the agent and the OpenSSH configuration of the present user. */
    public static ShellHosts create() {
        return new ShellHosts(SshConfig.ofUser());
    }

    static ShellHosts create(SshConfig config) {
        return new ShellHosts(config);
    }

    /** The same host for the same settings, until that host is closed. */
    @Override
    public Host connect(ConnectionSettings settings) {
        return hosts.compute(
                settings,
                (key, present) -> present == null || present.closed()
                        ? new ShellHost(key.host(), connector(key), key.connectTimeout()) : present);
    }

    private Transport.Connector connector(ConnectionSettings settings) {
        return switch (settings.connection()) {
            case "local" -> LocalTransport::new;
            case "ssh" -> () -> ssh().connect(settings);
            default -> () -> {
                throw new HostUnreachableException(
                        "connection " + settings.connection() + " of " + settings.host() + " is not known",
                        List.of("Use ssh or local."));
            };
        };
    }

    /** Made when the first host needs it: a local run loads nothing of SSH. */
    private SshConnections ssh() {
        lock.lock();
        try {
            SshConnections present = ssh;
            if (present == null) {
                present = new SshConnections(config);
                ssh = present;
            }
            return present;
        } finally {
            lock.unlock();
        }
    }

    /** Closes all connections, side by side: each may have to end what is under way. */
    @Override
    public void close() {
        try (ExecutorService closers = Executors.newVirtualThreadPerTaskExecutor()) {
            hosts.values().forEach(host -> closers.execute(host::close));
        }
        hosts.clear();
        SshConnections present = ssh;
        if (present != null) {
            present.close();
        }
    }
}
