package dev.runbook.host;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.runbook.host.ConnectionSettings.HostKeyPolicy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real OpenSSH server of our own on the loopback, with a client's home directory beside it. */
final class OpenSsh implements AutoCloseable {
    private static final Path SSHD = Path.of("/usr/sbin/sshd");

    final Path home;
    final int port;
    private final Path directory;
    private Process server;

    /** Skips the test where there is no OpenSSH server. */
    static void assumePresent() {
        assumeTrue(Files.isExecutable(SSHD) && Shells.found("ssh-keygen"), "skipped: no OpenSSH server on this machine");
        assumeTrue(
                !"root".equals(System.getProperty("user.name")) || makeRunDirectory(),
                "skipped: /run/sshd cannot be made");
    }

    private static boolean makeRunDirectory() {
        try {
            Files.createDirectories(Path.of("/run/sshd"));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    OpenSsh(Path directory, String... options) throws IOException, InterruptedException {
        assumePresent();
        this.directory = Files.createDirectories(directory);
        this.home = Files.createDirectories(directory.resolve("home"));
        Files.createDirectories(home.resolve(".ssh"));
        this.port = freePort();
        newHostKey();
        Files.writeString(directory.resolve("authorized_keys"), "");
        List<String> config = new ArrayList<>(List.of(
                "Port " + port,
                "ListenAddress 127.0.0.1",
                "HostKey " + directory.resolve("host_key"),
                "AuthorizedKeysFile " + directory.resolve("authorized_keys"),
                "PidFile none",
                "StrictModes no",
                "PasswordAuthentication no",
                "KbdInteractiveAuthentication no",
                "MaxStartups 100"));
        config.addAll(List.of(options));
        Files.write(directory.resolve("sshd_config"), config);
        start();
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    void start() throws IOException, InterruptedException {
        server = new ProcessBuilder(
                        SSHD.toString(), "-D", "-f", directory.resolve("sshd_config").toString(), "-E",
                        directory.resolve("log").toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("out").toFile())
                .start();
        for (int i = 0; i < 200; i++) {
            try (Socket _ = new Socket("127.0.0.1", port)) {
                return;
            } catch (IOException notYet) {
                if (!server.isAlive()) {
                    throw new IOException("sshd: " + Files.readString(directory.resolve("out")), notYet);
                }
                Thread.sleep(10);
            }
        }
        throw new IOException("sshd does not listen");
    }

    void newHostKey() throws IOException, InterruptedException {
        Files.deleteIfExists(directory.resolve("host_key"));
        sh("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", directory.resolve("host_key").toString());
    }

    /** As if client and server had never met. */
    void forget() throws IOException {
        try (var files = Files.list(home.resolve(".ssh"))) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.writeString(directory.resolve("authorized_keys"), "");
    }

    /** A key pair for the client, accepted by the server. */
    Path key(String name, String... options) throws IOException, InterruptedException {
        Path file = home.resolve(".ssh").resolve(name);
        List<String> command = new ArrayList<>(List.of("ssh-keygen", "-q", "-f", file.toString()));
        command.addAll(List.of(options));
        if (!command.contains("-N")) {
            command.addAll(List.of("-N", ""));
        }
        sh(command.toArray(String[]::new));
        accept(file);
        return file;
    }

    void accept(Path key) throws IOException {
        Path accepted = directory.resolve("authorized_keys");
        Files.writeString(accepted, Files.readString(accepted) + Files.readString(Path.of(key + ".pub")));
    }

    Path knownHosts() {
        return home.resolve(".ssh/known_hosts");
    }

    /** Makes the server's key known to the client. */
    void known() throws IOException {
        String[] key = Files.readString(directory.resolve("host_key.pub")).split(" ");
        Files.writeString(knownHosts(), "[127.0.0.1]:" + port + " " + key[0] + " " + key[1].strip() + "\n");
    }

    ConnectionSettings settings(HostKeyPolicy policy, List<Path> keys) {
        return new ConnectionSettings(
                "web1", "ssh", "127.0.0.1", port, System.getProperty("user.name"), null, keys, null, null, policy, null,
                Duration.ofSeconds(10), Duration.ofSeconds(30));
    }

    SshConfig config() {
        return new SshConfig(home, null, null);
    }

    static String sh(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + ": " + output);
        }
        return output;
    }

    /** Cuts every connection off, as a crash would. */
    void cut() {
        server.descendants().forEach(ProcessHandle::destroyForcibly);
    }

    @Override
    public void close() throws IOException {
        server.descendants().forEach(ProcessHandle::destroyForcibly);
        server.destroy();
        try {
            server.waitFor(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
