package dev.runbook.modules.aws.standin;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The part of CBOR (RFC 8949) that AWS's protocol smithy-rpc-v2-cbor uses, as plain data. */
final class Cbor {
    private static final int BREAK = 0xff;

    private Cbor() {}

    /**
     * Reads one item: maps, lists, texts, {@link Long}, {@link Double}, {@link Boolean} or null. Tags are left out.
     *
     * @throws IllegalArgumentException where it is none
     */
    static @Nullable Object read(byte[] bytes) {
        if (bytes.length == 0) {
            return new LinkedHashMap<String, @Nullable Object>();
        }
        try {
            return item(ByteBuffer.wrap(bytes));
        } catch (java.nio.BufferUnderflowException e) {
            throw new IllegalArgumentException("the CBOR ends too early", e);
        }
    }

    private static @Nullable Object item(ByteBuffer in) {
        int first = in.get() & 0xff;
        int low = first & 0x1f;
        return switch (first >> 5) {
            case 0 -> length(in, low);
            case 1 -> -1 - length(in, low);
            case 2, 3 -> text(in, low);
            case 4 -> list(in, low);
            case 5 -> map(in, low);
            case 6 -> {
                length(in, low);
                yield item(in);
            }
            default -> simple(in, low);
        };
    }

    private static long length(ByteBuffer in, int low) {
        return switch (low) {
            case 24 -> in.get() & 0xff;
            case 25 -> in.getShort() & 0xffff;
            case 26 -> in.getInt() & 0xffffffffL;
            case 27 -> in.getLong();
            default -> {
                if (low > 27) {
                    throw new IllegalArgumentException("not a length: " + low);
                }
                yield low;
            }
        };
    }

    private static boolean more(ByteBuffer in, boolean open, long left) {
        if (!open) {
            return left > 0;
        }
        if ((in.get(in.position()) & 0xff) == BREAK) {
            in.get();
            return false;
        }
        return true;
    }

    private static String text(ByteBuffer in, int low) {
        if (low == 31) {
            StringBuilder parts = new StringBuilder();
            while (more(in, true, 0)) {
                parts.append(item(in));
            }
            return parts.toString();
        }
        byte[] bytes = new byte[(int) Math.min(length(in, low), in.remaining())];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static List<@Nullable Object> list(ByteBuffer in, int low) {
        boolean open = low == 31;
        List<@Nullable Object> list = new ArrayList<>();
        for (long left = open ? 0 : length(in, low); more(in, open, left); left--) {
            list.add(item(in));
        }
        return list;
    }

    private static Map<String, @Nullable Object> map(ByteBuffer in, int low) {
        boolean open = low == 31;
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (long left = open ? 0 : length(in, low); more(in, open, left); left--) {
            map.put(String.valueOf(item(in)), item(in));
        }
        return map;
    }

    private static @Nullable Object simple(ByteBuffer in, int low) {
        return switch (low) {
            case 20 -> false;
            case 21 -> true;
            case 25 -> (double) Float.float16ToFloat(in.getShort());
            case 26 -> (double) in.getFloat();
            case 27 -> in.getDouble();
            default -> null;
        };
    }

    /** Writes plain data; an {@link Instant} becomes a time. */
    static byte[] write(@Nullable Object value) {
        var out = new ByteArrayOutputStream();
        write(value, out);
        return out.toByteArray();
    }

    private static void write(@Nullable Object value, ByteArrayOutputStream out) {
        switch (value) {
            case null -> out.write(0xf6);
            case Boolean b -> out.write(b ? 0xf5 : 0xf4);
            case Integer i -> number(i, out);
            case Long l -> number(l, out);
            case Double d -> {
                out.write(0xfb);
                out.writeBytes(ByteBuffer.allocate(8).putDouble(d).array());
            }
            case Instant time -> {
                out.write(0xc1);
                write(time.toEpochMilli() / 1000.0, out);
            }
            case List<?> list -> {
                head(4, list.size(), out);
                list.forEach(item -> write(item, out));
            }
            case Map<?, ?> map -> {
                head(5, map.size(), out);
                map.forEach((key, item) -> {
                    write(String.valueOf(key), out);
                    write(item, out);
                });
            }
            default -> {
                byte[] bytes = value.toString().getBytes(StandardCharsets.UTF_8);
                head(3, bytes.length, out);
                out.writeBytes(bytes);
            }
        }
    }

    private static void number(long value, ByteArrayOutputStream out) {
        if (value < 0) {
            head(1, -1 - value, out);
        } else {
            head(0, value, out);
        }
    }

    private static void head(int type, long length, ByteArrayOutputStream out) {
        if (length < 24) {
            out.write(type << 5 | (int) length);
        } else {
            out.write(type << 5 | 27);
            out.writeBytes(ByteBuffer.allocate(8).putLong(length).array());
        }
    }
}
