package dev.runbook.modules.system.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.runbook.api.ActionResult;
import dev.runbook.api.Content;
import dev.runbook.api.InvalidParameterException;
import dev.runbook.api.TaskFailedException;
import dev.runbook.modules.system.Contract;
import dev.runbook.modules.system.LocalHost;
import dev.runbook.modules.system.file.DownloadModule.Parameters;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Downloads from a server of our own, with each tool that is here. */
class DownloadTest {
    private static final byte[] BYTES = bytes();
    private static final String SUM = Content.sha256(BYTES);

    private final DownloadModule module = new DownloadModule();
    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    private HttpServer server;
    private volatile int breakAfter = -1;

    @TempDir
    Path dir;

    private static byte[] bytes() {
        byte[] bytes = new byte[300_000];
        new Random(3).nextBytes(bytes);
        return bytes;
    }

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            String range = exchange.getRequestHeaders().getFirst("Range");
            requests.add(exchange.getRequestMethod() + " " + path + " " + range + " "
                    + exchange.getRequestHeaders().getFirst("X-Token"));
            if (path.equals("/sums")) {
                byte[] sums = (SUM + "  other\n" + SUM + " *dir/app.bin\n").getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, sums.length);
                exchange.getResponseBody().write(sums);
            } else if (path.equals("/app.bin")) {
                int from = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
                if (from >= BYTES.length) {
                    exchange.sendResponseHeaders(416, -1);
                } else {
                    exchange.getResponseHeaders().add("Content-Range",
                            "bytes " + from + "-" + (BYTES.length - 1) + "/" + BYTES.length);
                    exchange.sendResponseHeaders(range == null ? 200 : 206, BYTES.length - from);
                    int end = breakAfter > 0 ? Math.min(breakAfter, BYTES.length) : BYTES.length;
                    exchange.getResponseBody().write(BYTES, from, Math.max(0, end - from));
                }
            } else {
                exchange.sendResponseHeaders(404, -1);
            }
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    /** This machine with curl, with wget, and with busybox's wget, as far as they are here. */
    static Stream<String> tools() {
        return Stream.of("curl", "wget", "busybox");
    }

    private LocalHost with(String tool) throws IOException {
        Path tools = Files.createDirectories(dir.resolve("tools"));
        Path found = Stream.of(System.getenv("PATH").split(":")).map(d -> Path.of(d, tool)).filter(Files::isExecutable)
                .findFirst().orElse(null);
        Assumptions.assumeTrue(found != null, tool + " is not on this machine");
        Path link = tools.resolve(tool.equals("busybox") ? "wget" : tool);
        if (!Files.exists(link)) {
            wrap(link, tool.equals("busybox") ? found + " wget" : found.toString());
            for (String name : List.of("cat", "chown", "chmod", "cp", "grep", "head", "id", "ls", "mkdir", "mktemp", "mv",
                    "readlink", "rm", "sed", "sha256sum", "stat", "wc", "date", "getent")) {
                Path at = Stream.of("/usr/bin", "/bin").map(d -> Path.of(d, name)).filter(Files::isExecutable)
                        .findFirst().orElseThrow();
                wrap(tools.resolve(name), at.toString());
            }
        }
        return new LocalHost("env", "PATH=" + tools, "/bin/sh", "-c");
    }

    private static void wrap(Path wrapper, String command) throws IOException {
        Files.writeString(wrapper, "#!/bin/sh\nexec " + command + " \"$@\"\n");
        wrapper.toFile().setExecutable(true);
    }

    private Parameters task(String path, String dest, String checksum, boolean force, Map<String, String> headers) {
        return new Parameters("http://127.0.0.1:" + server.getAddress().getPort() + path, dir + "/" + dest, checksum,
                force, headers, Duration.ofSeconds(3), 0, true, null, null, null);
    }

    private Parameters task(String dest, String checksum) {
        return task("/app.bin", dest, checksum, false, Map.of());
    }

    private void assertArrived(String name) throws IOException {
        assertEquals(SUM, Content.sha256(Files.readAllBytes(dir.resolve(name))));
        try (Stream<Path> entries = Files.list(dir)) {
            assertFalse(entries.anyMatch(entry -> entry.getFileName().toString().startsWith(".runbook")));
        }
    }

    @ParameterizedTest
    @MethodSource("tools")
    void withChecksum(String tool) throws IOException {
        LocalHost host = with(tool);
        Contract.changes(module, task("f", "sha256:" + SUM), host);
        assertArrived("f");
        int asked = requests.size();
        Contract.unchanged(module, task("f", "sha256:" + SUM), host);
        assertEquals(asked, requests.size(), "no transfer when the checksum agrees");
        Files.writeString(dir.resolve("f"), "drift");
        Contract.changes(module, task("f", "sha256:" + SUM), host);
        assertArrived("f");
    }

    @ParameterizedTest
    @MethodSource("tools")
    void withoutChecksumWhatIsThereStays(String tool) throws IOException {
        LocalHost host = with(tool);
        Contract.changes(module, task("f", null), host);
        assertArrived("f");
        Files.writeString(dir.resolve("f"), "theirs");
        Contract.unchanged(module, task("f", null), host);
        Contract.changes(module, task("/app.bin", "f", null, true, Map.of()), host);
        assertArrived("f");
    }

    @ParameterizedTest
    @MethodSource("tools")
    void brokenTransfersAreContinued(String tool) throws IOException {
        LocalHost host = with(tool);
        Files.writeString(dir.resolve("f"), "old");
        breakAfter = 100_000;
        ActionResult broken = Contract.attempt(module, task("f", "sha256:" + SUM), host);
        assertFalse(broken.succeeded());
        assertTrue(broken.stderr().startsWith("cannot download " + dir + "/f: http://127.0.0.1"), broken.stderr());
        assertEquals("old", Files.readString(dir.resolve("f")));
        breakAfter = -1;
        requests.clear();
        Contract.changes(module, task("f", "sha256:" + SUM), host);
        assertArrived("f");
        assertTrue(requests.getFirst().contains("bytes=100000-"), requests.toString());
    }

    @ParameterizedTest
    @MethodSource("tools")
    void wrongContentIsNotPutInPlace(String tool) throws IOException {
        LocalHost host = with(tool);
        String other = Content.sha256(new byte[0]);
        ActionResult wrong = Contract.attempt(module, task("f", "sha256:" + other), host);
        assertEquals("cannot download " + dir + "/f: its checksum is " + SUM + ", not " + other
                + "; what was there is unchanged\n", wrong.stderr());
        ActionResult missing = Contract.attempt(module, task("/none", "f", null, false, Map.of()), host);
        assertTrue(missing.stderr().contains("404"), missing.stderr());
        try (Stream<Path> entries = Files.list(dir)) {
            assertEquals(List.of("tools"), entries.map(e -> e.getFileName().toString()).sorted().toList());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"curl", "wget"})
    void headersAreSent(String tool) throws IOException {
        LocalHost host = with(tool);
        Parameters task = task("/app.bin", "f", null, false, Map.of("X-Token", "a \"b\" \\c"));
        Contract.changes(module, task, host);
        assertTrue(requests.getFirst().endsWith(" a \"b\" \\c"), requests.toString());
    }

    @Test
    void checksumsFromAList() throws IOException {
        LocalHost host = with("curl");
        String list = "sha256:http://127.0.0.1:" + server.getAddress().getPort() + "/sums";
        Files.createDirectory(dir.resolve("d"));
        Contract.changes(module, task("d/", list), host);
        assertArrived("d/app.bin");
        TaskFailedException e = assertThrows(TaskFailedException.class,
                () -> module.observe(task("/unlisted", "f", list, false, Map.of()), host));
        assertTrue(e.getMessage().endsWith("has no entry for unlisted"), e.getMessage());
    }

    @Test
    void listsOfChecksums() {
        String sum = "ab".repeat(32);
        assertEquals(sum, Checksums.find(sum.toUpperCase(java.util.Locale.ROOT) + "\n", "x"));
        assertEquals(sum, Checksums.find("SHA256 (x.gz) = " + sum + "\n", "x.gz"));
        assertEquals(sum, Checksums.find("cd".repeat(32) + "  ax.gz\n" + sum + "  ./x.gz\r\n", "x.gz"));
        assertNull(Checksums.find(sum + "  ax.gz\n", "x.gz"));
    }

    @Test
    void withoutCurlAndWget() throws IOException {
        with("curl");
        Files.delete(dir.resolve("tools/curl"));
        LocalHost bare = new LocalHost("env", "PATH=" + dir + "/tools", "/bin/sh", "-c");
        TaskFailedException e =
                assertThrows(TaskFailedException.class, () -> module.observe(task("f", null), bare));
        assertEquals("neither curl nor wget is on the host", e.getMessage());
        assertTrue(e.hints().toString().contains("apt"), e.hints().toString());
    }

    @Test
    void mistakesAreFoundWithoutAHost() {
        for (String checksum : Arrays.asList("md5:" + "a".repeat(32), "sha256:abc", "sha256:", "a".repeat(64))) {
            assertEquals("checksum",
                    assertThrows(InvalidParameterException.class, () -> task("f", checksum)).parameter());
        }
        assertEquals("headers", assertThrows(InvalidParameterException.class,
                () -> task("/x", "f", null, false, Map.of("A", "b\nc: d"))).parameter());
        assertEquals("url", assertThrows(InvalidParameterException.class,
                () -> new Parameters("example.com/x", "/x", null, false, Map.of(), Duration.ofSeconds(1), 0, true, null,
                        null, null)).parameter());
    }
}
