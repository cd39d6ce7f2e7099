package dev.runbook.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runbook.api.ActionResult;
import dev.runbook.api.Payload;
import dev.runbook.api.TaskFailedException;
import dev.runbook.host.ConnectionSettings.HostKeyPolicy;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way to a real OpenSSH server and back. */
class SshHostTest {
    @TempDir
    static Path directory;

    private static OpenSsh server;
    private static Path key;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        server = new OpenSsh(directory);
        key = server.key("id_ed25519", "-t", "ed25519");
        server.known();
    }

    @AfterAll
    static void stop() throws IOException {
        if (server != null) {
            server.close();
        }
    }

    private static ActionResult run(Host host, String text) throws InterruptedException {
        return host.perform(List.of(Run.of(text)), Access.PLAIN, Host.OutputListener.NONE).getFirst();
    }

    private static ShellHosts hosts() {
        return ShellHosts.create(server.config());
    }

    private static Host host(ShellHosts hosts) {
        return hosts.connect(server.settings(HostKeyPolicy.STRICT, List.of()));
    }

    @Test
    void runsAndAsksOverOneConnection() throws Exception {
        try (ShellHosts hosts = hosts()) {
            Host host = host(hosts);
            ActionResult result = run(host, "id -un; echo err >&2; exit 3");
            assertEquals(System.getProperty("user.name") + "\n", result.stdout());
            assertEquals("err\n", result.stderr());
            assertEquals(3, result.exitStatus());
            String first = run(host, "echo $SSH_CONNECTION $PPID").stdout();
            assertEquals(first, run(host, "echo $SSH_CONNECTION $PPID").stdout());
            assertInstanceOf(Host.HostAnswer.Given.class,
                    host.ask(List.of(new Run.Output("echo a")), Access.PLAIN).getFirst());
        }
    }

    @Test
    void aRoundTripCostsLittle() throws Exception {
        try (ShellHosts hosts = hosts()) {
            Host host = host(hosts);
            long[] nanos = new long[1000];
            for (int i = 0; i < nanos.length; i++) {
                long start = System.nanoTime();
                assertEquals(0, run(host, "echo " + i).exitStatus());
                nanos[i] = System.nanoTime() - start;
            }
            Arrays.sort(nanos);
            System.out.printf("median round trip over ssh: %.3f ms%n", nanos[500] / 1e6);
            assertTrue(nanos[500] < Duration.ofMillis(30).toNanos());
        }
    }

    @Test
    void streamsLargeFilesBothInAndOutOfTheWay() throws Exception {
        Path big = directory.resolve("big");
        byte[] block = new byte[1 << 20];
        new Random(2).nextBytes(block);
        try (OutputStream out = Files.newOutputStream(big)) {
            for (int i = 0; i < 64; i++) {
                out.write(block);
            }
        }
        Payload payload = Payload.of(big);
        try (ShellHosts hosts = hosts()) {
            Host host = host(hosts);
            run(host, "true");
            long before = used();
            List<ActionResult> results = host.perform(
                    List.of(Run.of("sha256sum", payload), Run.of("head -c 1 >/dev/null; exit 28", payload)),
                    Access.PLAIN,
                    Host.OutputListener.NONE);
            assertEquals(payload.sha256() + "  -\n", results.get(0).stdout());
            assertEquals(28, results.get(1).exitStatus());
            assertTrue(used() - before < 48 << 20, "bounded memory");
        }
    }

    @Test
    void aProgramThatLeavesItsInputUnreadLeavesTheConnectionUsable() throws Exception {
        byte[] block = new byte[16 << 20];
        Payload payload = Payload.of(block);
        try (ShellHosts hosts = hosts()) {
            Host host = host(hosts);
            for (int i = 0; i < 20; i++) {
                ActionResult result = host.perform(
                        List.of(Run.of("head -c 1 >/dev/null; exit 28", payload)), Access.PLAIN,
                        Host.OutputListener.NONE).getFirst();
                assertEquals(28, result.exitStatus());
                assertEquals("usable\n", run(host, "echo usable").stdout());
            }
        }
    }

    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    @Test
    void endsWhatTakesTooLong() throws Exception {
        try (ShellHosts hosts = hosts()) {
            Host host = host(hosts);
            Path alive = directory.resolve("alive");
            assertThrows(TaskFailedException.class, () -> host.perform(
                    List.of(Run.of("( while :; do date >" + alive + "; sleep 0.05; done ) & wait")),
                    Shells.within(Duration.ofMillis(300)),
                    Host.OutputListener.NONE));
            Files.deleteIfExists(alive);
            Thread.sleep(200);
            assertTrue(Files.notExists(alive));
            assertEquals("usable\n", run(host, "echo usable").stdout());
        }
    }

    @Test
    void saysWhatWasUnderWayWhenTheConnectionIsCutAndConnectsAgain() throws Exception {
        try (OpenSsh own = new OpenSsh(directory.resolve("cut")); ShellHosts hosts = ShellHosts.create(own.config())) {
            own.accept(key);
            own.known();
            Host host = hosts.connect(own.settings(HostKeyPolicy.STRICT, List.of(key)));
            Path started = directory.resolve("started");
            AtomicReference<Throwable> seen = new AtomicReference<>();
            Thread caller = Thread.ofVirtual().start(() -> {
                try {
                    host.perform(
                            List.of(Run.of("true"), Run.of("touch " + started + "; sleep 1"), Run.of("true")),
                            Access.PLAIN, Host.OutputListener.NONE);
                } catch (InterruptedException | RuntimeException e) {
                    seen.set(e);
                }
            });
            while (Files.notExists(started)) {
                Thread.sleep(10);
            }
            own.cut();
            caller.join();
            assertInstanceOf(HostUnreachableException.class, seen.get());
            assertTrue(seen.get().getMessage().startsWith("the connection to web1 was lost")
                    && seen.get().getMessage().endsWith(" while: run touch " + started + "; sleep 1"),
                    seen.get().getMessage());
            assertEquals("back\n", run(host, "echo back").stdout());
        }
    }
}
