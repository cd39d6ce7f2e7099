package dev.runbook.modules.system.packaging;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * Reads the fingerprints of OpenPGP public keys (RFC 9580, versions 4 and 6), so that a key can be judged before it is
 * put in place, whether or not the host has gpg.
 */
final class PgpKeys {
    private static final String BEGIN = "-----BEGIN PGP PUBLIC KEY BLOCK-----";
    private static final String END = "-----END PGP PUBLIC KEY BLOCK-----";
    private static final int PUBLIC_KEY = 6;

    private PgpKeys() {}

    /** What was given is no public key. The message says why. */
    static final class MalformedException extends Exception {
        private static final long serialVersionUID = 1L;

        MalformedException(String message) {
            super(message);
        }
    }

    static boolean armored(String text) {
        return text.contains(BEGIN);
    }

    /** Fingerprints of the primary keys, in upper-case hexadecimal. At least one. */
    static List<String> fingerprints(String armored) throws MalformedException {
        List<String> fingerprints = new ArrayList<>();
        int position = armored.indexOf(BEGIN);
        while (position >= 0) {
            int end = armored.indexOf(END, position);
            if (end < 0) {
                throw new MalformedException("the key block has no end");
            }
            fingerprints.addAll(fingerprints(dearmor(armored.substring(position + BEGIN.length(), end))));
            position = armored.indexOf(BEGIN, end);
        }
        if (fingerprints.isEmpty()) {
            throw new MalformedException("it holds no public key");
        }
        return fingerprints;
    }

    /** Fingerprints of the primary keys in binary form. */
    static List<String> fingerprints(byte[] packets) throws MalformedException {
        List<String> fingerprints = new ArrayList<>();
        int position = 0;
        while (position < packets.length) {
            Packet packet = Packet.at(packets, position);
            if (packet.tag() == PUBLIC_KEY) {
                fingerprints.add(fingerprint(Arrays.copyOfRange(packets, packet.from(), packet.to())));
            }
            position = packet.to();
        }
        return fingerprints;
    }

    /** Without blanks, in upper case, without a leading 0x. */
    static String normal(String fingerprint) {
        String bare = fingerprint.replaceAll("\\s", "").toUpperCase(Locale.ROOT);
        return bare.startsWith("0X") ? bare.substring(2) : bare;
    }

    private static byte[] dearmor(String block) throws MalformedException {
        StringBuilder base64 = new StringBuilder();
        boolean body = false;
        for (String line : block.split("\r?\n", -1)) {
            String text = line.strip();
            if (!body && text.contains(": ")) {
                continue;
            }
            if (text.startsWith("=") && text.length() == 5) {
                break;
            }
            body |= !text.isEmpty();
            base64.append(text);
        }
        try {
            return Base64.getDecoder().decode(base64.toString().getBytes(StandardCharsets.US_ASCII));
        } catch (IllegalArgumentException e) {
            throw new MalformedException("the key block is not base64");
        }
    }

    private static String fingerprint(byte[] body) throws MalformedException {
        int version = body.length > 0 ? body[0] : 0;
        try {
            MessageDigest digest;
            switch (version) {
                case 4 -> {
                    digest = MessageDigest.getInstance("SHA-1");
                    digest.update(new byte[] {(byte) 0x99, (byte) (body.length >> 8), (byte) body.length});
                }
                case 6 -> {
                    digest = MessageDigest.getInstance("SHA-256");
                    digest.update(new byte[] {
                        (byte) 0x9b,
                        (byte) (body.length >> 24),
                        (byte) (body.length >> 16),
                        (byte) (body.length >> 8),
                        (byte) body.length
                    });
                }
                default -> throw new MalformedException("keys of version " + version + " are not understood");
            }
            return HexFormat.of().withUpperCase().formatHex(digest.digest(body));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1 and SHA-256", e);
        }
    }

    /** One packet: its body is from {@code from} up to {@code to}. */
    private record Packet(int tag, int from, int to) {
        static Packet at(byte[] bytes, int position) throws MalformedException {
            int header = at0(bytes, position);
            if ((header & 0x80) == 0) {
                throw new MalformedException("it is no OpenPGP key");
            }
            boolean current = (header & 0x40) != 0;
            int tag = current ? header & 0x3f : (header >> 2) & 0xf;
            int first = at0(bytes, position + 1);
            int octets = current ? first < 192 ? 1 : first < 224 ? 2 : first == 255 ? 5 : 0 : 1 << (header & 3);
            if (octets == 0 || octets == 8) {
                throw new MalformedException("a packet has no definite length");
            }
            long length;
            if (current && octets == 2) {
                length = ((first - 192L) << 8) + at0(bytes, position + 2) + 192;
            } else {
                int from = current && octets == 5 ? 2 : 1;
                int count = current && octets == 5 ? 4 : octets;
                length = 0;
                for (int i = 0; i < count; i++) {
                    length = length << 8 | at0(bytes, position + from + i);
                }
            }
            long from = position + 1L + octets;
            if (from + length > bytes.length) {
                throw new MalformedException("the key is cut off");
            }
            return new Packet(tag, (int) from, (int) (from + length));
        }

        private static int at0(byte[] bytes, int position) throws MalformedException {
            if (position >= bytes.length) {
                throw new MalformedException("the key is cut off");
            }
            return bytes[position] & 0xff;
        }
    }
}
