package dev.runbook.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runbook.api.ActionResult;
import dev.runbook.api.Payload;
import dev.runbook.api.Secret;
import dev.runbook.host.ConnectionSettings.HostKeyPolicy;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.keyboard.DefaultKeyboardInteractiveAuthenticator;
import org.apache.sshd.server.auth.keyboard.KeyboardInteractiveAuthenticator;
import org.apache.sshd.server.auth.password.PasswordAuthenticator;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.apache.sshd.server.forward.AcceptAllForwardingFilter;
import org.apache.sshd.server.keyprovider.SimpleGeneratorHostKeyProvider;
import org.apache.sshd.server.shell.ProcessShellCommandFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers that misbehave, and passwords: an SSH server inside the test does what a real one cannot be made to do. */
class SshFaultTest {
    @TempDir
    Path directory;

    private final List<Session> sessions = new CopyOnWriteArrayList<>();
    private final AtomicInteger channels = new AtomicInteger();
    private SshServer server;

    @BeforeEach
    void start() throws IOException {
        server = SshServer.setUpDefaultServer();
        server.setHost("127.0.0.1");
        server.setPort(0);
        server.setKeyPairProvider(new SimpleGeneratorHostKeyProvider(directory.resolve("host.key")));
        server.setPasswordAuthenticator((user, password, session) -> password.equals("sesame"));
        server.setKeyboardInteractiveAuthenticator(KeyboardInteractiveAuthenticator.NONE);
        server.setForwardingFilter(AcceptAllForwardingFilter.INSTANCE);
        server.setCommandFactory((channel, command) -> {
            channels.incrementAndGet();
            return command(channel, command);
        });
        server.addSessionListener(new SessionListener() {
            @Override
            public void sessionCreated(Session session) {
                sessions.add(session);
            }
        });
        server.start();
    }

    private static Command command(ChannelSession channel, String command)
            throws IOException {
        return ProcessShellCommandFactory.INSTANCE.createCommand(channel, command);
    }

    @AfterEach
    void stop() throws IOException {
        server.stop(true);
    }

    private ConnectionSettings settings(String password, Duration keepAlive) {
        return settings(password, keepAlive, server.getPort());
    }

    private ConnectionSettings settings(String password, Duration keepAlive, int port) {
        return new ConnectionSettings("web1", "ssh", "127.0.0.1", port, "admin", new Secret(password), List.of(),
                null, null, HostKeyPolicy.ACCEPT_NEW, directory.resolve("known_hosts"), Duration.ofSeconds(5), keepAlive);
    }

    private ShellHosts hosts() {
        return ShellHosts.create(new SshConfig(directory, null, null));
    }

    private static ActionResult run(Host host, Run... actions) throws InterruptedException {
        return host.perform(List.of(actions), Access.PLAIN, Host.OutputListener.NONE).getLast();
    }

    @Test
    void logsInWithAPassword() throws Exception {
        try (ShellHosts hosts = hosts()) {
            assertEquals("hello\n", run(hosts.connect(settings("sesame", Duration.ZERO)), Run.of("echo hello")).stdout());
            HostUnreachableException wrong = assertThrows(HostUnreachableException.class,
                    () -> run(hosts.connect(settings("shazam", Duration.ZERO)), Run.of("true")));
            assertTrue(wrong.getMessage().contains("does not let admin in; tried password"), wrong.getMessage());
            assertFalse((wrong.getMessage() + wrong.hints()).contains("shazam"));
        }
    }

    @Test
    void logsInWhereThePasswordIsAskedForInteractively() throws Exception {
        server.setKeyboardInteractiveAuthenticator(new DefaultKeyboardInteractiveAuthenticator());
        server.setUserAuthFactoriesNames("keyboard-interactive");
        PasswordAuthenticator only = (user, password, session) -> password.equals("sesame");
        server.setPasswordAuthenticator(only);
        try (ShellHosts hosts = hosts()) {
            assertEquals("hello\n", run(hosts.connect(settings("sesame", Duration.ZERO)), Run.of("echo hello")).stdout());
        }
    }

    @Test
    void useOneChannelForManyTasksAndOneMoreForALargeFile() throws Exception {
        try (ShellHosts hosts = hosts()) {
            Host host = hosts.connect(settings("sesame", Duration.ZERO));
            for (int i = 0; i < 20; i++) {
                run(host, Run.of("echo " + i), Run.of("cat", Payload.of("x")));
                host.ask(List.of(new Run.Output("echo a"), new RawOutput("echo b")), Access.PLAIN);
            }
            assertEquals(1, channels.get());
            assertEquals("100000", run(host, Run.of("wc -c", Payload.of("x".repeat(100_000)))).stdout().strip());
            assertEquals(2, channels.get());
            assertEquals(1, sessions.size());
        }
    }

    @Test
    void asksAgainWhenAnIdleConnectionHasGone() throws Exception {
        try (ShellHosts hosts = hosts()) {
            Host host = hosts.connect(settings("sesame", Duration.ZERO));
            run(host, Run.of("true"));
            sessions.forEach(session -> session.close(true));
            assertTrue(host.ask(List.of(new Run.Output("echo a")), Access.PLAIN).getFirst()
                    instanceof Host.HostAnswer.Given);
            assertEquals(2, sessions.size());
        }
    }

    @Test
    void saysWhatWasUnderWayWhenTheServerHangsUp() throws Exception {
        try (ShellHosts hosts = hosts()) {
            Host host = hosts.connect(settings("sesame", Duration.ZERO));
            run(host, Run.of("true"));
            Thread.ofVirtual().start(() -> {
                try {
                    Thread.sleep(300);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                sessions.forEach(session -> session.close(true));
            });
            HostUnreachableException lost = assertThrows(HostUnreachableException.class,
                    () -> run(host, Run.of("echo 1"), Run.of("sleep 2"), Run.of("echo 3")));
            assertTrue(lost.getMessage().startsWith("the connection to web1 was lost")
                    && lost.getMessage().endsWith("while: run sleep 2"), lost.getMessage());
        }
    }

    @Test
    void refusedChannelsAreSaid() throws Exception {
        server.setCommandFactory((channel, command) -> {
            throw new IOException("no");
        });
        try (ShellHosts hosts = hosts()) {
            HostUnreachableException failure = assertThrows(HostUnreachableException.class,
                    () -> run(hosts.connect(settings("sesame", Duration.ZERO)), Run.of("echo 1")));
            assertTrue(failure.getMessage().startsWith("web1 starts no shell (") && failure.getMessage().endsWith("to: run echo 1"),
                    failure.getMessage());
        }
    }

    @Test
    void losesNothingToAProgramThatIsSlowToRead() throws Exception {
        CoreModuleProperties.WINDOW_SIZE.set(server, 64 * 1024L);
        server.setCommandFactory((channel, command) -> new Sleepy(Duration.ofMillis(300)));
        try (SshConnections connections = new SshConnections(new SshConfig(directory, null, null));
                Transport transport = connections.connect(settings("sesame", Duration.ZERO));
                Exec exec = transport.exec("count")) {
            exec.copy(new ByteArrayInputStream(new byte[70_000]));
            assertEquals("70000", new String(exec.output().readAllBytes()));
        }
    }

    /** Counts its input, but not at once. */
    private static final class Sleepy implements Command {
        private final Duration delay;
        private InputStream in = InputStream.nullInputStream();
        private OutputStream out = OutputStream.nullOutputStream();
        private ExitCallback exit = (status, message, close) -> {};

        Sleepy(Duration delay) {
            this.delay = delay;
        }

        @Override
        public void setInputStream(InputStream in) {
            this.in = in;
        }

        @Override
        public void setOutputStream(OutputStream out) {
            this.out = out;
        }

        @Override
        public void setErrorStream(OutputStream err) {
            // Nothing goes there.
        }

        @Override
        public void setExitCallback(ExitCallback callback) {
            this.exit = callback;
        }

        @Override
        public void start(ChannelSession channel, Environment environment) {
            Thread.ofPlatform().daemon().start(() -> {
                try {
                    Thread.sleep(delay);
                    out.write(Integer.toString(in.readAllBytes().length).getBytes(StandardCharsets.US_ASCII));
                    out.flush();
                } catch (IOException | InterruptedException e) {
                    // The test sees what is missing.
                }
                exit.onExit(0);
            });
        }

        @Override
        public void destroy(ChannelSession channel) {
            // It ends by itself.
        }
    }

    @Test
    void givesUpOnAConnectionThatShowsNoSignOfLife() throws Exception {
        try (Relay relay = new Relay(server.getPort()); ShellHosts hosts = hosts()) {
            Host host = hosts.connect(settings("sesame", Duration.ofMillis(200), relay.port()));
            run(host, Run.of("true"));
            Thread.sleep(1000);
            assertEquals("well\n", run(host, Run.of("echo well")).stdout(), "kept alive");
            assertEquals(1, sessions.size());
            relay.die();
            HostUnreachableException lost =
                    assertThrows(HostUnreachableException.class, () -> run(host, Run.of("echo unheard")));
            assertTrue(lost.getMessage().contains("no sign of life") && lost.getMessage().endsWith("while: run echo unheard"),
                    lost.getMessage());
        }
    }
}
