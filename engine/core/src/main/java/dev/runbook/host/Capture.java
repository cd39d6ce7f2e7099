package dev.runbook.host;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** One stream of one script: its head is kept, up to a limit, and its lines are told as they come. */
final class Capture {
    /** Bytes kept of one stream of one script. */
    static final int LIMIT = 16 * 1024 * 1024;

    private static final int LONGEST_LINE = 64 * 1024;

    private final ByteArrayOutputStream kept = new ByteArrayOutputStream(256);
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final Host.OutputListener listener;
    private final boolean error;
    private long total;

    Capture(Host.OutputListener listener, boolean error) {
        this.listener = listener;
        this.error = error;
    }

    synchronized void write(byte[] bytes, int offset, int length) {
        int room = (int) Math.min(length, LIMIT - (long) kept.size());
        kept.write(bytes, offset, room);
        total += length;
        if (!listener.equals(Host.OutputListener.NONE)) {
            tell(bytes, offset, length);
        }
    }

    private void tell(byte[] bytes, int offset, int length) {
        int from = offset;
        for (int i = offset; i < offset + length; i++) {
            if (bytes[i] == '\n' || line.size() + i - from >= LONGEST_LINE) {
                line.write(bytes, from, i - from);
                from = bytes[i] == '\n' ? i + 1 : i;
                endLine();
            }
        }
        line.write(bytes, from, offset + length - from);
    }

    private void endLine() {
        listener.line(line.toString(StandardCharsets.UTF_8), error);
        line.reset();
    }

    /** The stream has ended: a last line without its newline is told. */
    synchronized void end() {
        if (line.size() > 0) {
            endLine();
        }
    }

    synchronized byte[] bytes() {
        return kept.toByteArray();
    }

    /** Whether more came than is kept. */
    synchronized boolean cut() {
        return total > kept.size();
    }

    /** As text, with a note at the end where it was cut. */
    synchronized String text() {
        String text = kept.toString(StandardCharsets.UTF_8);
        return cut()
                ? text + "\n[output cut: the first " + (LIMIT >> 20) + " MiB of " + total + " bytes are kept]\n"
                : text;
    }
}
