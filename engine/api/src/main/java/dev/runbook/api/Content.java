package dev.runbook.api;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The content of a file as a state: equal when the checksum is equal; diffed by lines where the text is at hand.
 *
 * @param sha256 lower-case hexadecimal
 * @param size in bytes
 * @param text the text, where it is valid UTF-8 and small enough to be shown; null otherwise
 */
public record Content(String sha256, long size, @Nullable String text) {
    /** Content larger than this many bytes is compared but not shown. */
    public static final int DIFF_LIMIT = 100 * 1024;

    /** Of bytes in memory. */
    public static Content of(byte[] bytes) {
        return new Content(sha256(bytes), bytes.length, bytes.length <= DIFF_LIMIT ? decode(bytes) : null);
    }

    /** Of text, encoded as UTF-8. */
    public static Content of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Lower-case hexadecimal SHA-256. */
    public static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static @Nullable String decode(byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return text.indexOf('\0') < 0 ? text : null;
        } catch (CharacterCodingException binary) {
            return null;
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Content content && content.sha256.equals(sha256);
    }

    @Override
    public int hashCode() {
        return sha256.hashCode();
    }

    @Override
    public String toString() {
        return "content " + sha256.substring(0, Math.min(12, sha256.length())) + " (" + size + " bytes)";
    }
}
