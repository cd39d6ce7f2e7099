package dev.runbook.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.runbook.api.NetworkAction.HttpCall;
import dev.runbook.api.NetworkQuery.HttpAnswer;
import dev.runbook.api.NetworkQuery.HttpGet;
import dev.runbook.api.NetworkQuery.TcpPort;
import dev.runbook.api.Secret;
import dev.runbook.api.TaskFailedException;
import dev.runbook.host.ConnectionSettings.HostKeyPolicy;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ports and web servers, as seen from this machine and through an SSH server. */
class NetworkQueryTest {
    private static final Duration SECONDS = Duration.ofSeconds(5);

    @TempDir
    static Path directory;

    private static HttpServer plain;
    private static HttpsServer tls;

    @BeforeAll
    static void start() throws Exception {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0);
        plain = HttpServer.create(any, 0);
        plain.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        serve(plain);
        Path store = directory.resolve("store.p12");
        Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        OpenSsh.sh(keytool.toString(), "-genkeypair", "-keyalg", "EC", "-dname", "CN=localhost", "-ext",
                "san=dns:localhost", "-storetype", "PKCS12", "-storepass", "changeit", "-keystore", store.toString());
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, "changeit".toCharArray());
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, "changeit".toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        tls = HttpsServer.create(any, 0);
        tls.setHttpsConfigurator(new HttpsConfigurator(context));
        serve(tls);
    }

    private static void serve(HttpServer server) {
        server.createContext("/ok", exchange -> answer(exchange, 200, "fine ünï"));
        server.createContext("/bad", exchange -> answer(exchange, 503, "starting"));
        server.createContext("/long", exchange -> answer(exchange, 200, "x".repeat(6 << 20)));
        server.createContext("/slow", exchange -> {
            try {
                Thread.sleep(3000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            answer(exchange, 200, "late");
        });
        server.createContext("/away", exchange -> {
            exchange.getResponseHeaders().add("Location", "/ok");
            answer(exchange, 302, "");
        });
        server.createContext("/echo", exchange ->
                answer(exchange, 200, exchange.getRequestHeaders().getFirst("Authorization")));
        server.createContext("/put", exchange -> {
            String sent = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            answer(exchange, 201, exchange.getRequestMethod() + " " + sent);
        });
        server.start();
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("X-One", "1");
        exchange.sendResponseHeaders(status, exchange.getRequestMethod().equals("HEAD") ? -1 : bytes.length);
        if (!exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }

    @AfterAll
    static void stop() {
        plain.stop(0);
        tls.stop(0);
    }

    private static String url(String path) {
        return "http://localhost:" + plain.getAddress().getPort() + path;
    }

    private static HttpGet get(String url) {
        return new HttpGet("GET", url, Map.of(), true, true, SECONDS, false);
    }

    private interface Asked {
        void with(Host host) throws Exception;
    }

    private static void with(String connection, Asked asked, String... options) throws Exception {
        if (connection.equals("local")) {
            try (ShellHost host = Shells.local("/bin/sh")) {
                asked.with(host);
            }
            return;
        }
        Path own = Files.createTempDirectory(directory, "ssh");
        try (OpenSsh server = new OpenSsh(own, options); ShellHosts hosts = ShellHosts.create(server.config())) {
            Path key = server.key("id_ed25519", "-t", "ed25519");
            server.known();
            asked.with(hosts.connect(server.settings(HostKeyPolicy.STRICT, List.of(key))));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"local", "ssh"})
    void asksWebServers(String connection) throws Exception {
        with(connection, host -> {
            HttpAnswer answer = host.ask(get(url("/ok")));
            assertEquals("200 fine ünï 1 ", answer.status() + " " + answer.body() + " "
                    + answer.headers().get("x-one") + " " + answer.error());
            assertEquals(503, host.ask(get(url("/bad"))).status());
            assertEquals(4 << 20, host.ask(get(url("/long"))).body().length());
            assertEquals(200, host.ask(get(url("/away"))).status());
            assertEquals(302, host.ask(new HttpGet("GET", url("/away"), Map.of(), false, true, SECONDS, false)).status());
            assertEquals(200, host.ask(new HttpGet("HEAD", url("/ok"), Map.of(), false, true, SECONDS, false)).status());
            assertEquals("Bearer x", host.ask(new HttpGet(
                    "GET", url("/echo"), Map.of("Authorization", "Bearer x"), false, true, SECONDS, true)).body());
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"local", "ssh"})
    void sendsWhatChangesThings(String connection) throws Exception {
        with(connection, host -> {
            HttpCall call = new HttpCall("PUT", url("/put"), Map.of(), new Secret("ünï"), true, SECONDS);
            HttpAnswer answer = host.call(call);
            assertEquals("201 PUT ünï", answer.status() + " " + answer.body());
            assertEquals("201 POST ", host.call(new HttpCall("POST", url("/put"), Map.of(), new Secret(""), true, SECONDS))
                    .status() + " " + host.call(new HttpCall("POST", url("/put"), Map.of(), new Secret(""), true, SECONDS)).body());
            assertEquals(302, host.call(new HttpCall("DELETE", url("/away"), Map.of(), new Secret(""), true, SECONDS)).status());
            assertEquals("PUT " + url("/put"), call.toString());
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"local", "ssh"})
    void saysWhyThereIsNoAnswer(String connection) throws Exception {
        int closed = OpenSsh.freePort();
        with(connection, host -> {
            HttpAnswer refused = host.ask(get("http://127.0.0.1:" + closed + "/"));
            assertEquals(0, refused.status());
            assertTrue(refused.error().contains("Connection refused"), refused.error());
            long start = System.nanoTime();
            HttpAnswer late = host.ask(
                    new HttpGet("GET", url("/slow"), Map.of(), false, true, Duration.ofMillis(500), false));
            assertEquals("no answer within 0.5 s", late.error());
            assertTrue(System.nanoTime() - start < Duration.ofSeconds(3).toNanos());
            assertEquals(0, host.ask(get("http://no.such.name.invalid/")).status());
            assertTrue(host.ask(get("gopher://x")).error().startsWith("not a URL"));
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"local", "ssh"})
    void checksCertificatesUnlessToldOtherwise(String connection) throws Exception {
        String url = "https://localhost:" + tls.getAddress().getPort() + "/ok";
        with(connection, host -> {
            String error = host.ask(get(url)).error();
            assertTrue(error.startsWith("TLS: "), error);
            assertEquals(200, host.ask(new HttpGet("GET", url, Map.of(), true, false, SECONDS, false)).status());
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"local", "ssh"})
    void asksPorts(String connection) throws Exception {
        int closed = OpenSsh.freePort();
        with(connection, host -> {
            for (boolean fromController : List.of(false, true)) {
                assertTrue(host.ask(new TcpPort("localhost", plain.getAddress().getPort(), SECONDS, fromController)));
                assertFalse(host.ask(new TcpPort("127.0.0.1", closed, SECONDS, fromController)));
                assertFalse(host.ask(new TcpPort("no.such.name.invalid", 80, SECONDS, fromController)));
            }
        });
    }

    @Test
    void saysThatForwardingIsForbidden() throws Exception {
        with("ssh", host -> {
            String error = host.ask(get(url("/ok"))).error();
            assertTrue(error.contains("does not allow") && error.contains("AllowTcpForwarding"), error);
            TaskFailedException failure = assertThrows(
                    TaskFailedException.class,
                    () -> host.ask(new TcpPort("localhost", plain.getAddress().getPort(), SECONDS, false)));
            assertTrue(failure.hints().getFirst().contains("AllowTcpForwarding"));
        }, "AllowTcpForwarding no");
    }
}
