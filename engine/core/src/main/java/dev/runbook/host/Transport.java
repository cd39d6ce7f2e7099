package dev.runbook.host;

import java.io.IOException;
import java.net.Socket;

/**
 * A connection to a host over which programs can be started and sockets opened. Safe for use by several threads.
 * Knows nothing of frames, users and queries; those belong to {@link ShellHost}.
 */
public interface Transport extends AutoCloseable {
    /** The user as whom programs run. */
    String user();

    /** What to run as the POSIX shell; words separated by spaces, none of which needs quoting. */
    default String shell() {
        return "/bin/sh";
    }

    /**
     * Starts a command through the user's login shell, without a terminal.
     *
     * @throws IOException where the host refuses or the connection is gone
     */
    Exec exec(String command) throws IOException, InterruptedException;

    /** Whether the connection still stands, as far as is known. */
    boolean connected();

    /** A socket, not yet connected, that reaches out from the host. Its {@code connect} leaves name lookup to the host. */
    Socket socket();

    /** What kind of thread may block on this transport's streams. */
    Thread.Builder threads();

    /** Ends the connection at once. */
    @Override
    void close();

    /** Makes a connection, or throws {@link HostUnreachableException}. */
    @FunctionalInterface
    interface Connector {
        Transport connect() throws InterruptedException;
    }
}
