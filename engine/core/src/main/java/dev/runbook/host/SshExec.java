package dev.runbook.host;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import net.schmizz.sshj.connection.channel.direct.Session;

/** A program behind an exec channel. */
final class SshExec implements Exec {
    private final Session.Command command;

    SshExec(Session.Command command) {
        this.command = command;
    }

    @Override
    public void send(byte[] bytes) throws IOException {
        OutputStream out = command.getOutputStream();
        out.write(bytes);
        out.flush();
    }

    @Override
    public void copy(InputStream from) throws IOException {
        OutputStream out = command.getOutputStream();
        byte[] buffer = new byte[64 * 1024];
        for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
            out.write(buffer, 0, n);
        }
        // sshj's close drops what the server's window has no room for yet; its flush waits for room.
        out.flush();
        out.close();
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
