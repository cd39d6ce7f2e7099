package dev.runbook.modules.system.file;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the members of a tar archive one after the other: ustar, with the long names of GNU and POSIX. */
final class TarReader {
    private static final int BLOCK = 512;
    /** Longer headers than this are refused: nobody has such names. */
    private static final long HEADER_LIMIT = 1024 * 1024;

    private final InputStream in;
    private long left;
    private long padding;

    TarReader(InputStream in) {
        this.in = in;
    }

    /**
     * @param type as in the archive: 0 file, 2 symbolic link, 5 directory
     * @param link what a link leads to
     */
    record Header(String name, char type, int mode, String link, long size) {}

    /** The next member, or null at the end. */
    @Nullable Header next() throws IOException {
        Map<String, String> extended = new HashMap<>();
        while (true) {
            in.skipNBytes(left + padding);
            left = 0;
            padding = 0;
            byte[] block = in.readNBytes(BLOCK);
            if (block.length == 0 || zero(block)) {
                return null;
            }
            if (block.length < BLOCK) {
                throw new EOFException("it ends too early");
            }
            check(block);
            char type = (char) block[156];
            long size = extended.containsKey("size") ? Long.parseLong(extended.get("size")) : number(block, 124, 12);
            left = type == '1' || type == '2' || type == '5' ? 0 : size;
            padding = (BLOCK - left % BLOCK) % BLOCK;
            switch (type) {
                case 'L' -> extended.put("path", text(body(), 0, (int) size));
                case 'K' -> extended.put("linkpath", text(body(), 0, (int) size));
                case 'x' -> records(body(), extended);
                case 'g' -> body();
                default -> {
                    String prefix = text(block, 257, 5).equals("ustar") && block[262] == 0 ? text(block, 345, 155) : "";
                    String name = text(block, 0, 100);
                    return new Header(extended.getOrDefault("path", prefix.isEmpty() ? name : prefix + "/" + name), type,
                            (int) number(block, 100, 8) & 07777,
                            extended.getOrDefault("linkpath", text(block, 157, 100)), size);
                }
            }
        }
    }

    /** The bytes of the member that was read last. */
    InputStream content() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                if (left == 0) {
                    return -1;
                }
                int count = in.read(bytes, offset, (int) Math.min(length, left));
                if (count < 0) {
                    throw new EOFException("it ends too early");
                }
                left -= count;
                return count;
            }
        };
    }

    private byte[] body() throws IOException {
        if (left > HEADER_LIMIT) {
            throw new IOException("a header is too long");
        }
        byte[] body = content().readAllBytes();
        return body;
    }

    /** Lines {@code <length> <key>=<value>}. */
    private static void records(byte[] body, Map<String, String> extended) throws IOException {
        String text = new String(body, StandardCharsets.ISO_8859_1);
        for (int at = 0; at < text.length(); ) {
            int space = text.indexOf(' ', at);
            int equals = text.indexOf('=', at);
            int end = space < 0 ? -1 : at + Integer.parseInt(text.substring(at, space));
            if (equals < space || end <= equals || end > text.length()) {
                throw new IOException("a header makes no sense");
            }
            extended.put(text.substring(space + 1, equals),
                    new String(body, equals + 1, end - equals - 2, StandardCharsets.UTF_8));
            at = end;
        }
    }

    private static void check(byte[] block) throws IOException {
        long sum = 0;
        for (int i = 0; i < BLOCK; i++) {
            sum += i >= 148 && i < 156 ? ' ' : block[i] & 0xff;
        }
        if (sum != number(block, 148, 8)) {
            throw new IOException("it is neither tar nor zip");
        }
    }

    private static boolean zero(byte[] block) {
        for (byte b : block) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    private static String text(byte[] block, int offset, int length) {
        int end = offset;
        while (end < Math.min(block.length, offset + length) && block[end] != 0) {
            end++;
        }
        return new String(block, offset, end - offset, StandardCharsets.UTF_8);
    }

    private static long number(byte[] block, int offset, int length) throws IOException {
        if ((block[offset] & 0x80) != 0) {
            long value = block[offset] & 0x7f;
            for (int i = 1; i < length; i++) {
                value = value << 8 | block[offset + i] & 0xff;
            }
            return value;
        }
        String digits = text(block, offset, length).strip();
        try {
            return digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
        } catch (NumberFormatException e) {
            throw new IOException("it is neither tar nor zip");
        }
    }
}
