package dev.runbook.api.host;

import dev.runbook.api.TaskFailedException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Walks through the output of a probe: fields that end in a NUL, and runs of bytes. */
final class Fields {
    private final byte[] bytes;
    private final String complaint;
    private int position;

    /**
     * @param complaint what the script wrote to standard error, for the message when its output ends too early
     */
    Fields(byte[] bytes, String complaint) {
        this.bytes = bytes;
        this.complaint = complaint.strip();
    }

    boolean atEnd() {
        return position >= bytes.length;
    }

    /** The bytes up to the next NUL, which is passed over. */
    byte[] raw() {
        for (int i = position; i < bytes.length; i++) {
            if (bytes[i] == 0) {
                byte[] field = Arrays.copyOfRange(bytes, position, i);
                position = i + 1;
                return field;
            }
        }
        throw cut();
    }

    /** As {@link #raw}, decoded as UTF-8. */
    String text() {
        return new String(raw(), StandardCharsets.UTF_8);
    }

    byte[] take(int count) {
        if (bytes.length - position < count) {
            throw cut();
        }
        byte[] run = Arrays.copyOfRange(bytes, position, position + count);
        position += count;
        return run;
    }

    private TaskFailedException cut() {
        return new TaskFailedException(
                "the host's answer broke off" + (complaint.isEmpty() ? "" : ": " + complaint));
    }

    /** Bytes as text of one char each, so that names in any encoding compare exactly. */
    static String exact(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** How {@link #exact} shows the UTF-8 of a text. */
    static String exact(String text) {
        return exact(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Back from {@link #exact} to text; what is not UTF-8 shows as replacement characters. */
    static String decoded(String exact) {
        return new String(exact.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
}
