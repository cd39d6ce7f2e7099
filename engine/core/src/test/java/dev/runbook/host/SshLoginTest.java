package dev.runbook.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.runbook.api.Secret;
import dev.runbook.host.ConnectionSettings.HostKeyPolicy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Getting into a real OpenSSH server, and being told why not. */
class SshLoginTest {
    @TempDir
    Path directory;

    @TempDir
    static Path shared;

    private static OpenSsh server;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        server = new OpenSsh(shared);
    }

    @BeforeEach
    void strangers() throws IOException {
        server.forget();
    }

    @AfterAll
    static void stop() throws IOException {
        if (server != null) {
            server.close();
        }
    }

    private static void works(SshConfig config, ConnectionSettings settings) throws InterruptedException {
        try (ShellHosts hosts = ShellHosts.create(config)) {
            assertEquals("hello\n", hosts.connect(settings)
                    .perform(List.of(Run.of("echo hello")), Access.PLAIN, Host.OutputListener.NONE).getFirst().stdout());
        }
    }

    private static HostUnreachableException fails(SshConfig config, ConnectionSettings settings) {
        return assertThrows(HostUnreachableException.class, () -> works(config, settings));
    }

    private static ConnectionSettings with(ConnectionSettings s, String address, @Nullable Secret passphrase,
            @Nullable String jump, int port) {
        return new ConnectionSettings(s.host(), s.connection(), address, port, s.user(), s.password(), s.privateKeys(),
                passphrase, jump, s.hostKeys(), s.knownHosts(), Duration.ofSeconds(2), s.keepAlive());
    }

    @ParameterizedTest
    @CsvSource({
        "ed25519,", "ecdsa,", "ecdsa,-b 384", "ecdsa,-b 521", "rsa,-b 2048", "rsa,-b 2048 -m PEM", "ecdsa,-m PEM",
        "rsa,-b 2048 -m PKCS8", "ecdsa,-m PKCS8"
    })
    void acceptsKeysOfEveryKind(String type, @Nullable String options) throws Exception {
        List<String> more = options == null ? List.of() : List.of(options.split(" "));
        Path key = server.key("key", Stream.concat(Stream.of("-t", type), more.stream())
                .toArray(String[]::new));
        server.known();
        works(server.config(), server.settings(HostKeyPolicy.STRICT, List.of(key)));
        Files.delete(Path.of(key + ".pub"));
        works(server.config(), server.settings(HostKeyPolicy.STRICT, List.of(key)));
    }

    @ParameterizedTest
    @CsvSource({"ed25519,", "rsa,-m PEM", "rsa,-m PKCS8"})
    void opensEncryptedKeysOrSaysThatTheyAre(String type, @Nullable String options) throws Exception {
        String[] all = ("-t " + type + " -N sesame" + (options == null ? "" : " " + options)).split(" ");
        Path key = server.key("id_ed25519", all);
        server.known();
        ConnectionSettings settings = server.settings(HostKeyPolicy.STRICT, List.of(key));
        works(server.config(), with(settings, "127.0.0.1", new Secret("sesame"), null, server.port));
        String none = fails(server.config(), settings).getMessage();
        assertTrue(none.contains(key + " (encrypted, and no passphrase given)"), none);
        HostUnreachableException wrong =
                fails(server.config(), with(settings, "127.0.0.1", new Secret("shazam"), null, server.port));
        assertTrue(wrong.getMessage().contains("the passphrase does not open it"), wrong.getMessage());
        assertFalse((wrong.getMessage() + wrong.hints()).contains("shazam"));
    }

    @ParameterizedTest
    @CsvSource({"ed25519", "rsa", "ecdsa"})
    void asksTheAgent(String type) throws Exception {
        assumeTrue(Shells.found("ssh-agent") && Shells.found("ssh-add"), "skipped: no ssh-agent on this machine");
        Path key = server.key("elsewhere", "-t", type);
        server.known();
        Path socket = directory.resolve("agent");
        Process agent = new ProcessBuilder("ssh-agent", "-D", "-a", socket.toString()).start();
        try {
            while (Files.notExists(socket)) {
                Thread.sleep(10);
            }
            ProcessBuilder add = new ProcessBuilder("ssh-add", "-q", key.toString());
            add.environment().put("SSH_AUTH_SOCK", socket.toString());
            assertEquals(0, add.start().waitFor());
            Files.delete(key);
            works(new SshConfig(server.home, null, socket.toString()), server.settings(HostKeyPolicy.STRICT, List.of()));
            HostUnreachableException without = fails(server.config(), server.settings(HostKeyPolicy.STRICT, List.of()));
            assertTrue(without.getMessage().contains("tried nothing"), without.getMessage());
        } finally {
            agent.destroy();
        }
    }

    @Test
    void refusesAnUnknownKeyWithTheCommandThatHelps() throws Exception {
        Path key = server.key("id_ed25519", "-t", "ed25519");
        ConnectionSettings settings = server.settings(HostKeyPolicy.STRICT, List.of(key));
        HostUnreachableException unknown = fails(server.config(), settings);
        String fingerprint = OpenSsh.sh("ssh-keygen", "-lf", shared.resolve("host_key.pub").toString()).split(" ")[1];
        assertEquals("the host key of web1 (127.0.0.1:" + server.port + ") is not known: ssh-ed25519 " + fingerprint,
                unknown.getMessage());
        String hint = unknown.hints().getFirst();
        assumeTrue(Shells.found("ssh-keyscan"));
        OpenSsh.sh("sh", "-c", hint.substring(hint.indexOf("ssh-keyscan")));
        works(server.config(), settings);
        OpenSsh.sh("ssh-keygen", "-q", "-H", "-f", server.knownHosts().toString());
        assertTrue(Files.readString(server.knownHosts()).startsWith("|1|"));
        works(server.config(), settings);
    }

    @Test
    void learnsANewKeyOnceAndRefusesAChangedOne() throws Exception {
        Path key = server.key("id_ed25519", "-t", "ed25519");
        try (ShellHosts hosts = ShellHosts.create(server.config());
                ExecutorService all = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 20; i++) {
                ConnectionSettings s = server.settings(HostKeyPolicy.ACCEPT_NEW, List.of(key));
                Host host = hosts.connect(new ConnectionSettings("web" + i, s.connection(), s.address(), s.port(), s.user(),
                        null, s.privateKeys(), null, null, s.hostKeys(), null, Duration.ofSeconds(20), s.keepAlive()));
                all.submit(() -> host.perform(List.of(Run.of("true")), Access.PLAIN, Host.OutputListener.NONE));
            }
        }
        assertEquals(1, Files.readAllLines(server.knownHosts()).size());
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(server.knownHosts())));
        works(server.config(), server.settings(HostKeyPolicy.STRICT, List.of(key)));

        server.close();
        server.newHostKey();
        server.start();
        for (HostKeyPolicy policy : HostKeyPolicy.values()) {
            HostUnreachableException changed = fails(server.config(), server.settings(policy, List.of(key)));
            assertTrue(changed.getMessage().contains("HAS CHANGED")
                    && changed.getMessage().contains(server.knownHosts() + ":1")
                    && changed.getMessage().split("SHA256:").length == 3, changed.getMessage());
            String hint = changed.hints().get(1);
            assertTrue(hint.contains("ssh-keygen -f"), hint);
        }
        String hint = fails(server.config(), server.settings(HostKeyPolicy.STRICT, List.of(key))).hints().get(1);
        OpenSsh.sh("sh", "-c", hint.substring(hint.indexOf("ssh-keygen")));
        works(server.config(), server.settings(HostKeyPolicy.ACCEPT_NEW, List.of(key)));
    }

    @Test
    void jumpsOverOtherHosts() throws Exception {
        Path key = server.key("id_ed25519", "-t", "ed25519");
        try (OpenSsh far = new OpenSsh(directory.resolve("far")); OpenSsh middle = new OpenSsh(directory.resolve("middle"))) {
            far.accept(key);
            middle.accept(key);
            String jumps = "127.0.0.1:" + server.port + ",127.0.0.1:" + middle.port;
            ConnectionSettings settings = with(far.settings(HostKeyPolicy.ACCEPT_NEW, List.of(key)), "127.0.0.1", null,
                    jumps, far.port);
            works(server.config(), settings);
            assertEquals(3, Files.readAllLines(server.knownHosts()).size());
            Path config = directory.resolve("config");
            Files.writeString(config, "Host far\n HostName 127.0.0.1\n Port " + far.port + "\n ProxyJump middle\n"
                    + "Host middle\n HostName 127.0.0.1\n Port " + middle.port + "\n ProxyJump 127.0.0.1:" + server.port
                    + "\nHost *\n IdentityFile " + key + "\n UserKnownHostsFile " + server.knownHosts() + "\n");
            works(new SshConfig(server.home, config, null),
                    with(far.settings(HostKeyPolicy.STRICT, List.of()), "far", null, null, 0));
            ConnectionSettings nowhere = with(settings, "127.0.0.1", null, jumps, OpenSsh.freePort());
            String message = fails(server.config(), nowhere).getMessage();
            assertTrue(message.startsWith("the jump host cannot reach web1") && message.contains("Connection refused"), message);
        }
    }

    @Test
    void readsOpenSshsConfiguration() throws Exception {
        assumeTrue(Shells.found("ssh"), "skipped: no OpenSSH client on this machine");
        Path key = server.key("special", "-t", "ed25519");
        Path config = directory.resolve("config");
        Path known = directory.resolve("known");
        Files.writeString(config, "Host prod\n HostName 127.0.0.1\n Port " + server.port + "\n User "
                + System.getProperty("user.name") + "\n IdentityFile " + key + "\n UserKnownHostsFile " + known
                + "\n StrictHostKeyChecking accept-new\n HostKeyAlias prod.example\n");
        ConnectionSettings settings = new ConnectionSettings("db", "ssh", "prod", 0, null, null, List.of(), null, null,
                HostKeyPolicy.STRICT, null, Duration.ofSeconds(5), Duration.ZERO);
        works(new SshConfig(server.home, config, null), settings);
        assertTrue(Files.readString(known).startsWith("[prod.example]:" + server.port + " ssh-ed25519 "));
        Files.writeString(config, "Host prod\n Nonsense yes\n");
        assertTrue(fails(new SshConfig(server.home, config, null), settings).getMessage().contains("not in order"));
        Files.writeString(config, "Host prod\n ProxyCommand nc %h %p\n");
        assertTrue(fails(new SshConfig(server.home, config, null), settings).hints().getFirst().contains("ProxyJump"));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "KexAlgorithms curve25519-sha256@libssh.org", "KexAlgorithms ecdh-sha2-nistp256",
        "KexAlgorithms ecdh-sha2-nistp384", "KexAlgorithms ecdh-sha2-nistp521",
        "KexAlgorithms diffie-hellman-group16-sha512", "KexAlgorithms diffie-hellman-group-exchange-sha256",
        "Ciphers aes256-gcm@openssh.com",
        "Ciphers aes128-ctr\nMACs hmac-sha2-256-etm@openssh.com", "Ciphers aes256-ctr\nMACs hmac-sha2-512",
        "HostKey ecdsa", "HostKey rsa"
    })
    void speaksWhatServersSpeak(String options) throws Exception {
        String[] lines = options.split("\n");
        for (int i = 0; i < lines.length; i++) {
            if (lines[i].startsWith("HostKey")) {
                Path other = directory.resolve("other_key");
                OpenSsh.sh("ssh-keygen", "-q", "-t", lines[i].split(" ")[1], "-N", "", "-f", other.toString());
                lines[i] = "HostKey " + other + "\nHostKeyAlgorithms ecdsa-sha2-nistp256,rsa-sha2-512";
            }
        }
        Path key = server.key("id_ed25519", "-t", "ed25519");
        try (OpenSsh own = new OpenSsh(directory.resolve("own"), lines)) {
            own.accept(key);
            works(own.config(), own.settings(HostKeyPolicy.ACCEPT_NEW, List.of(key)));
            works(own.config(), own.settings(HostKeyPolicy.STRICT, List.of(key)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "KexAlgorithms diffie-hellman-group14-sha1", "Ciphers aes128-cbc", "Ciphers aes128-ctr\nMACs hmac-sha1",
        "HostKeyAlgorithms ssh-rsa"
    })
    void speaksNothingWeak(String options) throws Exception {
        Path rsa = directory.resolve("rsa_key");
        OpenSsh.sh("ssh-keygen", "-q", "-t", "rsa", "-N", "", "-f", rsa.toString());
        try (OpenSsh own = new OpenSsh(directory.resolve("own"), ("HostKey " + rsa + "\n" + options).split("\n"))) {
            String message = fails(own.config(), own.settings(HostKeyPolicy.NO, List.of())).getMessage();
            assertTrue(message.startsWith("no algorithm in common with web1"), message);
        }
    }

    @Test
    void saysWhyAHostCannotBeReached() throws Exception {
        server.known();
        Path stranger = server.home.resolve(".ssh/stranger");
        OpenSsh.sh("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", stranger.toString());
        ConnectionSettings settings = server.settings(HostKeyPolicy.STRICT, List.of(stranger, Path.of("/no/such/key")));
        HostUnreachableException refused = fails(server.config(), settings);
        assertEquals("web1 (127.0.0.1:" + server.port + ") does not let " + settings.user() + " in; tried key " + stranger
                + ", key /no/such/key (no such file); it accepts publickey", refused.getMessage());

        int closed = OpenSsh.freePort();
        assertEquals("web1 (127.0.0.1:" + closed + ") refuses the connection",
                fails(server.config(), with(settings, "127.0.0.1", null, null, closed)).getMessage());
        assertEquals("the name no.such.host.invalid is not known",
                fails(server.config(), with(settings, "no.such.host.invalid", null, null, 22)).getMessage());
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            String message =
                    fails(server.config(), with(settings, "127.0.0.1", null, null, silent.getLocalPort())).getMessage();
            assertTrue(message.contains("did not answer in time"), message);
        }
        try (ServerSocket closing = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread.ofPlatform().daemon().start(() -> {
                try {
                    closing.accept().close();
                } catch (IOException e) {
                    // The test is over.
                }
            });
            String message =
                    fails(server.config(), with(settings, "127.0.0.1", null, null, closing.getLocalPort())).getMessage();
            assertTrue(message.contains("closed the connection while it was being made"), message);
        }
    }
}
