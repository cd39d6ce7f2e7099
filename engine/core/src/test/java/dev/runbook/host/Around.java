package dev.runbook.host;

import java.io.IOException;
import java.net.Socket;
import java.util.function.UnaryOperator;

/** This machine, with every command rewritten: other programs first, another user, noise before the shell. */
record Around(LocalTransport local, String user, UnaryOperator<String> command) implements Transport {
    static Around of(String user, UnaryOperator<String> command) {
        return new Around(new LocalTransport(), user, command);
    }

    @Override
    public Exec exec(String text) throws IOException {
        return local.exec(command.apply(text));
    }

    @Override
    public boolean connected() {
        return local.connected();
    }

    @Override
    public Socket socket() {
        return local.socket();
    }

    @Override
    public Thread.Builder threads() {
        return local.threads();
    }

    @Override
    public void close() {
        local.close();
    }
}
