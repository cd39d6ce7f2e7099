package dev.runbook.host;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Where services are, and what can be connected to, from where the engine runs. */
public interface Reach {
    /** The real world. */
    Reach REAL = new Reach() {
        @Override
        public String endpoint(String address) {
            return address;
        }

        @Override
        public @Nullable String environment(String name) {
            String value = System.getenv(name);
            return value == null || value.isEmpty() ? null : value;
        }

        @Override
        public boolean accepts(String host, int port, Duration timeout) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(host, port), (int) Math.min(Integer.MAX_VALUE, timeout.toMillis()));
                return true;
            } catch (IOException e) {
                return false;
            }
        }
    };

    /** See {@link dev.runbook.api.Services#endpoint}. */
    String endpoint(String address);

    /** See {@link dev.runbook.api.Services#environment}. */
    @Nullable String environment(String name);

    /** See {@link dev.runbook.api.Services#accepts}. */
    boolean accepts(String host, int port, Duration timeout) throws InterruptedException;
}
