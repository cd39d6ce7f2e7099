package dev.runbook.host;

import dev.runbook.api.NetworkQuery.TcpPort;
import dev.runbook.api.TaskFailedException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** Finds out whether a port answers. */
final class PortAsker {
    private PortAsker() {}

    /**
     * @param sockets gives sockets that reach out from where is asked
     * @throws TaskFailedException where the host does not let us ask
     */
    static boolean ask(TcpPort query, Supplier<Socket> sockets, Thread.Builder threads) throws InterruptedException {
        int timeout = Math.clamp(query.timeout().toMillis(), 1, Integer.MAX_VALUE);
        Socket socket = sockets.get();
        try {
            return Bounded.call(threads, Duration.ofMillis(timeout), () -> {
                socket.connect(InetSocketAddress.createUnresolved(query.address(), query.port()), timeout);
                return true;
            });
        } catch (ForwardingRefusedException e) {
            throw new TaskFailedException(
                    "cannot ask for " + query.describe() + ": " + e.getMessage(), null,
                    List.of(ForwardingRefusedException.HINT));
        } catch (IOException closed) {
            return false;
        } finally {
            close(socket);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException gone) {
            // It served its purpose.
        }
    }
}
