package dev.runbook.acceptance;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;

/** Serves release archives to test hosts, as GitHub does. */
final class Mirror implements AutoCloseable {
    private static final int CHUNK = 1 << 20;

    private final Path folder;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final AtomicReference<Runnable> halfWay = new AtomicReference<>(() -> {});

    /** @param address the only one on which it listens */
    Mirror(String address, Path folder) throws IOException {
        this.folder = folder;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName(address), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    String url() {
        return "http://" + server.getAddress().getHostString() + ":" + server.getAddress().getPort();
    }

    /** Files asked for with GET since the last call. */
    List<String> requests() {
        List<String> seen = List.copyOf(requests);
        requests.removeAll(seen);
        return seen;
    }

    /** Does something once, when the first MiB of an archive is on its way. */
    void onceHalfWay(Runnable action) {
        halfWay.set(action);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            Path file = folder.resolve(exchange.getRequestURI().getPath().substring(1)).normalize();
            if (!file.startsWith(folder) || !Files.isRegularFile(file)) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            if (exchange.getRequestMethod().equals("HEAD")) {
                exchange.getResponseHeaders().set("Content-Length", String.valueOf(Files.size(file)));
                exchange.sendResponseHeaders(200, -1);
                return;
            }
            requests.add(file.getFileName().toString());
            exchange.sendResponseHeaders(200, Files.size(file));
            send(Files.readAllBytes(file), exchange.getResponseBody());
        }
    }

    private void send(byte[] bytes, OutputStream to) throws IOException {
        for (int at = 0; at < bytes.length; at += CHUNK) {
            to.write(bytes, at, Math.min(CHUNK, bytes.length - at));
            if (at == 0 && bytes.length > CHUNK) {
                to.flush();
                halfWay.getAndSet(() -> {}).run();
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
