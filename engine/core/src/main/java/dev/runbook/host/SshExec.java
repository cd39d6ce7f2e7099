package dev.runbook.host;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Duration;
import net.schmizz.sshj.connection.channel.direct.Session;

/** A program behind an exec channel. */
final class SshExec implements Exec {
    private final Session.Command command;

    SshExec(Session.Command command) {
        this.command = command;
    }

    @Override
    public void send(byte[] bytes) throws IOException {
        copyAll(new ByteArrayInputStream(bytes));
    }

    @Override
    public void copy(InputStream from) throws IOException {
        copyAll(from);
        command.getOutputStream().close();
    }

    /**
     * Writes no more at once than the server's window has room for. sshj's own wait for room holds the lock of the
     * stream, which its reader thread needs in order to take note that the channel was closed: a program that ends
     * without reading its input would leave both waiting for ever, and with them every channel of the connection.
     */
    private void copyAll(InputStream from) throws IOException {
        OutputStream out = command.getOutputStream();
        byte[] buffer = new byte[Math.min(32 * 1024, command.getRemoteMaxPacketSize())];
        for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
            awaitRoom(out, n);
            out.write(buffer, 0, n);
            out.flush();
        }
    }

    private void awaitRoom(OutputStream out, int bytes) throws IOException {
        for (long micros = 100; command.getRemoteWinSize() < bytes; micros = Math.min(5_000, 2 * micros)) {
            if (!command.isOpen()) {
                throw new EOFException("the program ended without reading its input");
            }
            out.flush(); // nothing is left in it: fails if the connection has died
            try {
                Thread.sleep(Duration.ofNanos(1_000 * micros));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while sending input");
            }
        }
    }

    @Override
    public void endInput() {
        try {
            command.getOutputStream().close();
        } catch (IOException gone) {
            // Then the input has ended already.
        }
    }

    @Override
    public InputStream output() {
        return command.getInputStream();
    }

    @Override
    public InputStream error() {
        return command.getErrorStream();
    }

    @Override
    public void close() {
        endInput();
        closeSoon(command, command.getErrorStream());
    }

    /** sshj's close waits for the other side's; nobody here needs to. */
    static void closeSoon(Closeable channel, InputStream in) {
        Thread.ofVirtual().name("ssh-close").start(() -> {
            try {
                channel.close();
                in.close();
            } catch (IOException gone) {
                // Closed by the other side, or with the connection.
            }
        });
    }
}
