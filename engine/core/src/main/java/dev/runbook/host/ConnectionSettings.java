package dev.runbook.host;

import dev.runbook.api.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How to reach one host, from its variables ({@code ansible_host}, …), the command line and the defaults.
 *
 * @param connection {@code local}, {@code ssh} or {@code simulated}
 * @param address name or address; {@code ~/.ssh/config} may know more about it
 * @param port 0 to let {@code ~/.ssh/config} or 22 decide
 * @param user null to let {@code ~/.ssh/config} or the present user decide
 * @param privateKeys files to try first
 * @param proxyJump {@code user@host:port,…} or null
 * @param hostKeys what to do about an unknown host key
 * @param simulation how a simulated host behaves; null for any other
 */
public record ConnectionSettings(
        String host,
        String connection,
        String address,
        int port,
        @Nullable String user,
        @Nullable Secret password,
        List<Path> privateKeys,
        @Nullable Secret keyPassphrase,
        @Nullable String proxyJump,
        HostKeyPolicy hostKeys,
        @Nullable Path knownHosts,
        Duration connectTimeout,
        Duration keepAlive,
        @Nullable Simulation simulation) {
    public ConnectionSettings {
        privateKeys = List.copyOf(privateKeys);
    }

    /** Of a host that is not simulated. */
    public ConnectionSettings(
            String host,
            String connection,
            String address,
            int port,
            @Nullable String user,
            @Nullable Secret password,
            List<Path> privateKeys,
            @Nullable Secret keyPassphrase,
            @Nullable String proxyJump,
            HostKeyPolicy hostKeys,
            @Nullable Path knownHosts,
            Duration connectTimeout,
            Duration keepAlive) {
        this(host, connection, address, port, user, password, privateKeys, keyPassphrase, proxyJump, hostKeys,
                knownHosts, connectTimeout, keepAlive, null);
    }

    /** What happens when a host's key is not known. A changed key is always refused. */
    public enum HostKeyPolicy {
        STRICT,
        ACCEPT_NEW,
        /** Accepts any key; only what the user's own configuration asks for. */
        NO
    }
}
