package dev.runbook.host.simulated;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.runbook.api.simulated.StandIn;
import dev.runbook.api.simulated.StandIn.Reply;
import dev.runbook.api.simulated.StandIn.Request;
import dev.runbook.api.simulated.StandIn.Service;
import dev.runbook.host.Reach;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What stands for services while no real one is to be called. Each is made when it is first called and keeps its state
 * until this is closed. Those that are called by programs' own clients are served on loopback.
 */
public final class StandIns implements Reach, AutoCloseable {
    /** None: what is called is not there. */
    public static final StandIns NONE = new StandIns(List.of());

    private final List<StandIn> all;
    private final Map<StandIn, Service> services = new HashMap<>();
    private final Map<String, HttpServer> servers = new HashMap<>();

    public StandIns(List<StandIn> all) {
        this.all = List.copyOf(all);
    }

    /** Those that stand for something that runs on hosts. */
    List<StandIn> onHosts() {
        return all.stream().filter(standIn -> standIn.unit() != null).toList();
    }

    /**
     * The address on loopback of what stands for the service there. Where nothing does, an address where nobody answers:
     * in a rehearsal nothing real is called.
     */
    @Override
    public synchronized String endpoint(String address) {
        Optional<StandIn> standIn = find(address);
        if (standIn.isEmpty()) {
            return "http://nothing-stands-for." + URI.create(address).getHost() + ".invalid";
        }
        HttpServer server = servers.computeIfAbsent(address, key -> serve(key, service(standIn.get())));
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public @Nullable String environment(String name) {
        return all.stream()
                .map(standIn -> standIn.environment().get(name))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** All hosts of a rehearsal are simulated, and accept connections. */
    @Override
    public boolean accepts(String host, int port, Duration timeout) {
        return port == 22;
    }

    /** Answers what a host asks of the world; empty where nothing stands for what is at this address. */
    synchronized Optional<Reply> answer(URI url, Request request) {
        String address = url.getScheme() + "://" + url.getAuthority();
        return find(address).map(standIn -> service(standIn).answer(request));
    }

    private Optional<StandIn> find(String address) {
        return all.stream()
                .filter(standIn -> standIn.addresses().stream().anyMatch(pattern -> matches(pattern, address)))
                .findFirst();
    }

    private static boolean matches(String pattern, String address) {
        return Pattern.matches(Pattern.quote(pattern).replace("*", "\\E[^/]*\\Q"), address);
    }

    private Service service(StandIn standIn) {
        return services.computeIfAbsent(standIn, key -> key.start(null));
    }

    private HttpServer serve(String address, Service service) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setExecutor(command -> Thread.ofVirtual().start(command));
            String host = URI.create(address).getAuthority();
            server.createContext("/", exchange -> exchange(exchange, host, service));
            server.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void exchange(HttpExchange exchange, String host, Service service) throws IOException {
        try (exchange) {
            Map<String, String> headers = new HashMap<>();
            exchange.getRequestHeaders()
                    .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(", ", values)));
            Request request = new Request(
                    exchange.getRequestMethod(),
                    host,
                    exchange.getRequestURI().toString(),
                    headers,
                    exchange.getRequestBody().readAllBytes());
            Reply reply;
            synchronized (this) {
                reply = service.answer(request);
            }
            reply.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
            boolean bodiless = request.method().equals("HEAD") || reply.status() == 204 || reply.status() == 304;
            exchange.sendResponseHeaders(reply.status(), bodiless || reply.body().length == 0 ? -1 : reply.body().length);
            if (!bodiless) {
                exchange.getResponseBody().write(reply.body());
            }
        }
    }

    @Override
    public synchronized void close() {
        servers.values().forEach(server -> server.stop(0));
        servers.clear();
        services.clear();
    }
}
