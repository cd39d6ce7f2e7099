package dev.runbook.world;

import dev.runbook.api.Services;
import dev.runbook.host.Reach;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Clients of services, kept for the run. */
public final class RunServices implements AutoCloseable {
    private final Map<Object, Object> clients = new ConcurrentHashMap<>();
    private final Reach reach;

    public RunServices(Reach reach) {
        this.reach = reach;
    }

    /** What one task sees of them. */
    public Services reporting(Consumer<String> progress) {
        return new Services() {
            @Override
            public <C> C client(Object key, Class<C> type, Supplier<C> create) {
                return type.cast(clients.computeIfAbsent(key, k -> create.get()));
            }

            @Override
            public String endpoint(String address) {
                return reach.endpoint(address);
            }

            @Override
            public @Nullable String environment(String name) {
                return reach.environment(name);
            }

            @Override
            public boolean accepts(String host, int port, Duration timeout) throws InterruptedException {
                return reach.accepts(host, port, timeout);
            }

            @Override
            public void progress(String message) {
                progress.accept(message);
            }
        };
    }

    /** Ends all clients; what goes wrong then no longer matters to the run. */
    @Override
    public void close() {
        for (Object client : clients.values()) {
            if (client instanceof AutoCloseable closeable) {
                try {
                    closeable.close();
                } catch (Exception e) {
                    continue;
                }
            }
        }
        clients.clear();
    }
}
