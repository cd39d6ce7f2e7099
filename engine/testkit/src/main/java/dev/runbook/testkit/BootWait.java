package dev.runbook.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.testcontainers.containers.wait.strategy.AbstractWaitStrategy;

/** Waits until a {@link RealHost} has booted: systemd says so where there is one, and the SSH server greets. */
final class BootWait extends AbstractWaitStrategy {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final int SOCKET_TIMEOUT_MILLIS = 2_000;

    private final boolean systemd;
    private final int sshPort;

    BootWait(boolean systemd, int sshPort) {
        this.systemd = systemd;
        this.sshPort = sshPort;
    }

    @Override
    protected void waitUntilReady() {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        try {
            String state = state();
            while (!state.equals("running") || !greets()) {
                if (state.equals("degraded") || System.nanoTime() - deadline > 0) {
                    throw new IllegalStateException("the test host did not boot: its state is '%s'%n%s%s"
                            .formatted(state, failedUnits(), waitStrategyTarget.getLogs()));
                }
                Thread.sleep(POLL);
                state = state();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the test host", e);
        }
    }

    private String state() throws IOException, InterruptedException {
        return systemd ? ask("systemctl", "is-system-running", "--wait").strip() : "running";
    }

    private String failedUnits() throws IOException, InterruptedException {
        return systemd ? ask("systemctl", "--failed", "--no-legend", "--plain", "--no-pager") : "";
    }

    private String ask(String... argv) throws IOException, InterruptedException {
        return waitStrategyTarget.execInContainer(argv).getStdout();
    }

    private boolean greets() {
        try (Socket socket = new Socket()) {
            int port = waitStrategyTarget.getMappedPort(sshPort);
            socket.connect(new InetSocketAddress(waitStrategyTarget.getHost(), port), SOCKET_TIMEOUT_MILLIS);
            socket.setSoTimeout(SOCKET_TIMEOUT_MILLIS);
            byte[] greeting = socket.getInputStream().readNBytes(4);
            return new String(greeting, StandardCharsets.US_ASCII).equals("SSH-");
        } catch (IOException e) {
            return false; // it may still be starting
        }
    }
}
