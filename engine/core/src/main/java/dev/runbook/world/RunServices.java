package dev.runbook.world;

import dev.runbook.api.Services;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Clients of services, kept for the run. */
public final class RunServices implements Services, AutoCloseable {
    private final Map<Object, Object> clients = new ConcurrentHashMap<>();
    private final Consumer<String> progress;

    public RunServices(Consumer<String> progress) {
        this.progress = progress;
    }

    @Override
    public <C> C client(Object key, Class<C> type, Supplier<C> create) {
        return type.cast(clients.computeIfAbsent(key, k -> create.get()));
    }

    @Override
    public void progress(String message) {
        progress.accept(message);
    }

    /** Ends all clients; what goes wrong then no longer matters to the run. */
    @Override
    public void close() {
        for (Object client : clients.values()) {
            if (client instanceof AutoCloseable closeable) {
                try {
                    closeable.close();
                } catch (Exception e) {
                    progress.accept("a client could not be closed: " + e.getMessage());
                }
            }
        }
        clients.clear();
    }
}
