package dev.runbook.host;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Cuts one output stream of a shell at the markers in it. A marker is a text that nothing else can print, up to the
 * end of its line; every byte between markers is passed on as it is.
 */
final class FrameReader implements Runnable {
    private final InputStream in;
    private final Listener listener;
    private final byte[] start;
    private final byte[] frame;
    private boolean started;

    /** Hears what was read, on the reader's thread. */
    interface Listener {
        void noise(byte[] bytes, int offset, int length);

        void started(String rest);

        void data(byte[] bytes, int offset, int length);

        void marker(String rest);

        void ended(String why);
    }

    FrameReader(InputStream in, String start, String frame, Listener listener) {
        this.in = in;
        this.listener = listener;
        this.start = start.getBytes(StandardCharsets.US_ASCII);
        this.frame = ("\n" + frame + ":").getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void run() {
        String why = "";
        try {
            byte[] buffer = new byte[32 * 1024];
            int length = 0;
            for (int n = in.read(buffer, 0, buffer.length); n >= 0; n = in.read(buffer, length, buffer.length - length)) {
                length = consume(buffer, length + n);
                if (length == buffer.length) {
                    throw new IOException("garbled answer");
                }
            }
            pass(buffer, 0, length);
        } catch (IOException | RuntimeException e) {
            why = e.getMessage() == null ? e.toString() : e.getMessage();
        } finally {
            listener.ended(why);
        }
    }

    /** Takes what is complete; the rest is moved to the front and its length returned. */
    private int consume(byte[] buffer, int length) {
        int from = 0;
        while (true) {
            byte[] marker = started ? frame : start;
            int at = find(buffer, from, length, marker);
            pass(buffer, from, at - from);
            int end = at + marker.length;
            while (end < length && buffer[end] != '\n') {
                end++;
            }
            if (end >= length) {
                System.arraycopy(buffer, at, buffer, 0, length - at);
                return length - at;
            }
            String rest = new String(buffer, at + marker.length, end - at - marker.length, StandardCharsets.US_ASCII);
            from = end + 1;
            if (started) {
                listener.marker(rest);
            } else {
                started = true;
                listener.started(rest);
            }
        }
    }

    private void pass(byte[] buffer, int from, int length) {
        if (length > 0 && started) {
            listener.data(buffer, from, length);
        } else if (length > 0) {
            listener.noise(buffer, from, length);
        }
    }

    /** Where the marker, or a beginning of it that the buffer's end cuts off, stands; else the length. */
    private static int find(byte[] buffer, int from, int length, byte[] marker) {
        for (int i = from; i < length; i++) {
            if (buffer[i] == marker[0]) {
                int match = 1;
                while (match < marker.length && i + match < length && buffer[i + match] == marker[match]) {
                    match++;
                }
                if (match == marker.length || i + match == length) {
                    return i;
                }
            }
        }
        return length;
    }
}
