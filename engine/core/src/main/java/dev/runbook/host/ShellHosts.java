package dev.runbook.host;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Real hosts: this machine, and others over SSH. */
public final class ShellHosts implements Hosts {
    private final ConcurrentMap<ConnectionSettings, ShellHost> hosts = new ConcurrentHashMap<>();

    private ShellHosts() {}

    public static ShellHosts create() {
        return new ShellHosts();
    }

    @Override
    public Host connect(ConnectionSettings settings) {
        return hosts.computeIfAbsent(
                settings, key -> new ShellHost(key.host(), connector(key), key.connectTimeout()));
    }

    private Transport.Connector connector(ConnectionSettings settings) {
        return switch (settings.connection()) {
            case "local" -> LocalTransport::new;
            default -> () -> {
                throw new HostUnreachableException(
                        "connection " + settings.connection() + " of " + settings.host() + " is not known",
                        List.of("Use ssh or local."));
            };
        };
    }

    /** Closes all connections, side by side: each may have to end what is under way. */
    @Override
    public void close() {
        try (ExecutorService closers = Executors.newVirtualThreadPerTaskExecutor()) {
            hosts.values().forEach(host -> closers.submit(host::close));
        }
        hosts.clear();
    }
}
