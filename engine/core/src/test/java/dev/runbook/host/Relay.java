package dev.runbook.host;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;

/** A line between client and server that can go dead without being cut. */
final class Relay implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean dead;

    Relay(int port) throws IOException {
        Thread.ofPlatform().daemon().start(() -> {
            try {
                while (true) {
                    Socket near = server.accept();
                    Socket far = new Socket(InetAddress.getLoopbackAddress(), port);
                    Thread.ofPlatform().daemon().start(() -> copy(near, far));
                    Thread.ofPlatform().daemon().start(() -> copy(far, near));
                }
            } catch (IOException e) {
                // The test is over.
            }
        });
    }

    int port() {
        return server.getLocalPort();
    }

    void die() {
        dead = true;
    }

    private void copy(Socket from, Socket to) {
        byte[] buffer = new byte[8192];
        try (from; to; InputStream in = from.getInputStream()) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                if (dead) {
                    closed.await();
                }
                to.getOutputStream().write(buffer, 0, n);
            }
        } catch (IOException | InterruptedException e) {
            // Either side has gone.
        }
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        server.close();
    }
}
