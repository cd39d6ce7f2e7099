package dev.runbook.host;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One hop, with everything that settings and {@code ~/.ssh/config} say about it.
 *
 * @param name as the inventory or the configuration calls it
 * @param address what to connect to
 * @param keyName under which its host key is kept, {@code HostKeyAlias} or the address
 * @param identities private keys to try after those of the settings; those that do not exist are passed over
 * @param identitiesOnly whether the agent may offer only these
 * @param agent the agent's socket, or null for none
 * @param knownHosts the user's files; a new key is added to the first
 * @param globalKnownHosts the system's files
 * @param jumps the hops before it, nearest first
 * @param proxyCommand set where the configuration asks for what is not supported
 */
record SshTarget(
        String name,
        String address,
        int port,
        String user,
        String keyName,
        List<Path> identities,
        boolean identitiesOnly,
        @Nullable Path agent,
        List<Path> knownHosts,
        List<Path> globalKnownHosts,
        ConnectionSettings.HostKeyPolicy hostKeys,
        List<SshTarget> jumps,
        @Nullable String proxyCommand) {
    SshTarget {
        identities = List.copyOf(identities);
        knownHosts = List.copyOf(knownHosts);
        globalKnownHosts = List.copyOf(globalKnownHosts);
        jumps = List.copyOf(jumps);
    }

    SshTarget withJumps(List<SshTarget> hops) {
        return new SshTarget(name, address, port, user, keyName, identities, identitiesOnly, agent, knownHosts,
                globalKnownHosts, hostKeys, hops, null);
    }

    /** For messages: {@code web1 (10.0.0.1:22)}. */
    String where() {
        String place = (address.contains(":") ? "[" + address + "]" : address) + ":" + port;
        return name.equals(address) ? place : name + " (" + place + ")";
    }

    /** As {@code known_hosts} writes it. */
    String keyPlace() {
        return port == 22 ? keyName : "[" + keyName + "]:" + port;
    }
}
