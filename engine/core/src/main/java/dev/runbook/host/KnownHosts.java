package dev.runbook.host;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** OpenSSH's files of host keys: who is known, and by which key. Keys are compared as bytes and never decoded. */
final class KnownHosts {
    private final ReentrantLock lock = new ReentrantLock();

    /**
     * A line that speaks of the host.
     *
     * @param type such as {@code ssh-ed25519}
     * @param revoked whether it says never to accept this key
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Entry(Path file, int line, String type, byte[] key, boolean revoked) {
        String place() {
            return file + ":" + line;
        }
    }

    /** What the files say about a host, {@code name} or {@code [name]:port}. */
    List<Entry> find(List<Path> files, String place) throws IOException {
        List<Entry> entries = new ArrayList<>();
        for (Path file : files) {
            if (Files.isRegularFile(file)) {
                int number = 0;
                for (String line : Files.readString(file, StandardCharsets.ISO_8859_1).split("\n", -1)) {
                    number++;
                    add(entries, file, number, line.strip(), place);
                }
            }
        }
        return entries;
    }

    private static void add(List<Entry> entries, Path file, int number, String line, String place) {
        if (line.isEmpty() || line.startsWith("#")) {
            return;
        }
        String[] words = line.split("\\s+");
        int first = words[0].startsWith("@") ? 1 : 0;
        if (words.length < first + 3 || (first == 1 && !words[0].equals("@revoked")) || !matches(words[first], place)) {
            return;
        }
        try {
            entries.add(new Entry(file, number, words[first + 1], Base64.getDecoder().decode(words[first + 2]), first == 1));
        } catch (IllegalArgumentException notBase64) {
            // OpenSSH passes over such a line too.
        }
    }

    private static boolean matches(String hosts, String place) {
        if (hosts.startsWith("|1|")) {
            return hashed(hosts.split("\\|", -1), place);
        }
        boolean found = false;
        for (String pattern : hosts.split(",", -1)) {
            boolean not = pattern.startsWith("!");
            if (glob(not ? pattern.substring(1) : pattern).matcher(place).matches()) {
                if (not) {
                    return false;
                }
                found = true;
            }
        }
        return found;
    }

    private static Pattern glob(String pattern) {
        StringBuilder regex = new StringBuilder();
        for (char c : pattern.toLowerCase(Locale.ROOT).toCharArray()) {
            regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
        }
        return Pattern.compile(regex.toString(), Pattern.CASE_INSENSITIVE);
    }

    /** OpenSSH's hashed names; their SHA-1 hides, it does not protect. */
    private static boolean hashed(String[] parts, String place) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(parts[2]), "HmacSHA1"));
            byte[] hash = mac.doFinal(place.getBytes(StandardCharsets.UTF_8));
            return parts.length == 4 && MessageDigest.isEqual(hash, Base64.getDecoder().decode(parts[3]));
        } catch (GeneralSecurityException | IllegalArgumentException | ArrayIndexOutOfBoundsException garbled) {
            return false;
        }
    }

    /** Adds a key, once, however many connections find it new at the same time. */
    void add(Path file, String place, String type, byte[] key) throws IOException {
        lock.lock();
        try {
            for (Entry entry : find(List.of(file), place)) {
                if (MessageDigest.isEqual(entry.key(), key)) {
                    return;
                }
            }
            Path directory = file.toAbsolutePath().getParent();
            if (directory != null && !Files.isDirectory(directory)) {
                Files.createDirectories(directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            String line = place + " " + type + " " + Base64.getEncoder().encodeToString(key) + "\n";
            append(file, line);
        } finally {
            lock.unlock();
        }
    }

    private static void append(Path file, String line) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                var _ = channel.lock()) {
            long size = channel.size();
            ByteBuffer last = ByteBuffer.allocate(1);
            boolean unfinished = size > 0 && channel.read(last, size - 1) == 1 && last.get(0) != '\n';
            ByteBuffer text = ByteBuffer.wrap(((unfinished ? "\n" : "") + line).getBytes(StandardCharsets.US_ASCII));
            while (text.hasRemaining()) {
                size += channel.write(text, size);
            }
        }
    }

    /** As OpenSSH shows it: {@code SHA256:…}. */
    static String fingerprint(byte[] key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(key);
            return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(digest);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
