package dev.runbook.host;

import dev.runbook.api.Payload;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A payload on its way to a host. It ends only if what was read is what was promised: a file that changed meanwhile, or
 * cannot be read to its end, must not arrive as if it were whole.
 */
final class PayloadStream extends FilterInputStream {
    private final Payload payload;
    private final MessageDigest digest;

    /** The payload is not what it was. Message for the user. */
    static final class BrokenException extends IOException {
        private static final long serialVersionUID = 1L;

        BrokenException(String message) {
            super(message);
        }
    }

    PayloadStream(Payload payload) throws IOException {
        this(payload, sha256());
    }

    private PayloadStream(Payload payload, MessageDigest digest) throws IOException {
        super(new DigestInputStream(open(payload), digest));
        this.payload = payload;
        this.digest = digest;
    }

    private static InputStream open(Payload payload) throws IOException {
        try {
            return payload.open();
        } catch (IOException e) {
            throw new BrokenException("what is to be sent cannot be read: " + e.getMessage());
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int read;
        try {
            read = super.read(bytes, offset, length);
        } catch (IOException e) {
            throw new BrokenException("what is to be sent cannot be read: " + e.getMessage());
        }
        if (read < 0 && !HexFormat.of().formatHex(digest.digest()).equals(payload.sha256())) {
            throw new BrokenException("what is to be sent has changed since the run began");
        }
        return read;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }
}
