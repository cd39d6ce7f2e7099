package dev.runbook.acceptance;

import dev.runbook.testkit.RealHost;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes the inventory through which the engine reaches test hosts, as a user with sudo would have it. */
final class TestHosts {
    /** The group all of them are in. */
    static final String GROUP = "monitoring";

    private final List<String> lines = new ArrayList<>();
    private final Path directory;

    /** @param directory for the inventory and the host keys that the engine learns */
    TestHosts(Path directory) {
        this.directory = directory;
    }

    TestHosts add(String name, RealHost host) {
        lines.add("%s: {ansible_host: %s, ansible_port: %d, ansible_ssh_private_key_file: %s}"
                .formatted(name, host.address(), host.port(), host.key()));
        return this;
    }

    /** A host that is down: nobody listens on its port. */
    TestHosts addDown(String name) throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            lines.add("%s: {ansible_host: 127.0.0.1, ansible_port: %d}".formatted(name, free.getLocalPort()));
        }
        return this;
    }

    /** A command line with this command, runbook and inventory, and whatever else is given. */
    Invocation invoke(String command, Path runbook, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                command, runbook.toString(), "-i", write().toString(), "--host-keys", "accept-new"));
        arguments.addAll(List.of(more));
        return Invocation.of(directory, arguments);
    }

    private Path write() {
        StringBuilder text = new StringBuilder(GROUP + ":\n  hosts:\n");
        lines.forEach(line -> text.append("    ").append(line).append('\n'));
        text.append("  vars:\n    ansible_user: admin\n    ansible_ssh_known_hosts_file: ")
                .append(directory.resolve("known_hosts")).append('\n');
        try {
            return Files.writeString(directory.resolve("hosts.yml"), text);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
