package dev.runbook.api;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Bytes to be sent to a host: in memory when small, streamed from a file when large. Equal when the checksum is. */
public final class Payload {
    private final byte @Nullable [] bytes;
    private final @Nullable Path file;
    private final long size;
    private final String sha256;

    private Payload(byte @Nullable [] bytes, @Nullable Path file, long size, String sha256) {
        this.bytes = bytes;
        this.file = file;
        this.size = size;
        this.sha256 = sha256;
    }

    public static Payload of(byte[] bytes) {
        return new Payload(bytes.clone(), null, bytes.length, Content.sha256(bytes));
    }

    public static Payload of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Reads the file once for its checksum, with bounded memory. Files up to 64 KiB are kept in memory. */
    public static Payload of(Path file) throws IOException {
        if (Files.size(file) <= 64 * 1024) {
            return of(Files.readAllBytes(file));
        }
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            long size;
            try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
                size = in.transferTo(java.io.OutputStream.nullOutputStream());
            }
            return new Payload(null, file, size, HexFormat.of().formatHex(digest.digest()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    public InputStream open() throws IOException {
        return bytes != null ? new ByteArrayInputStream(bytes) : Files.newInputStream(Objects.requireNonNull(file));
    }

    /** The bytes when they are in memory, else null: then {@link #open()} streams them. */
    public byte @Nullable [] inMemory() {
        return bytes == null ? null : bytes.clone();
    }

    /** In bytes. */
    public long size() {
        return size;
    }

    /** Lower-case hexadecimal. */
    public String sha256() {
        return sha256;
    }

    /** As a state, with text for the diff where it is small enough to be shown. */
    public Content content() {
        if (size > Content.DIFF_LIMIT) {
            return new Content(sha256, size, null);
        }
        try (InputStream in = open()) {
            return Content.of(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Payload payload && payload.sha256.equals(sha256);
    }

    @Override
    public int hashCode() {
        return sha256.hashCode();
    }

    @Override
    public String toString() {
        return size + " bytes, sha256 " + sha256;
    }
}
