package dev.runbook.host;

import java.io.IOException;
import java.io.InputStream;

/** A program running on a host, with its three streams. */
public interface Exec extends AutoCloseable {
    /** Hands over input. Keeps the order; may return before all of it is sent, and does not wait for the program. */
    void send(byte[] bytes) throws IOException;

    /**
     * Copies a stream to the program's input with bounded memory, and ends the input. Waits for the program to take it.
     * Where the stream fails, the input is not ended: the program must not take the part for the whole.
     */
    void copy(InputStream from) throws IOException;

    /** Says that no more input follows. */
    void endInput();

    InputStream output();

    InputStream error();

    /** Lets go of the program: its input ends and its output is no longer read. Does not wait. */
    @Override
    void close();
}
