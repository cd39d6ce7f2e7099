package dev.runbook.modules.system.file;

import dev.runbook.api.Payload;
import dev.runbook.api.Query;
import dev.runbook.api.TaskFailedException;
import dev.runbook.api.World;
import dev.runbook.api.host.ArchiveDifferences;
import dev.runbook.api.host.ArchiveDifferences.Difference;
import dev.runbook.api.host.FileChecksum;
import dev.runbook.api.host.FileInfo;
import dev.runbook.api.host.FileStatus;
import dev.runbook.api.host.Paths;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/** Compares an archive that is here with what is on the host, so that it is sent only when something differs. */
final class LocalArchive {
    private LocalArchive() {}

    /**
     * @param sha256 of a file, else null
     * @param link what a symbolic link says, else null
     * @param mode permission bits, or -1 where the archive does not say
     */
    record Entry(@Nullable String sha256, @Nullable String link, int mode) {}

    static Map<String, Difference> differences(UnarchiveModule.Parameters parameters, String dest, World world) {
        Map<String, Entry> entries = read(parameters.src().name(), parameters.src().payload());
        Map<String, String> paths = new TreeMap<>();
        List<Query<?>> queries = new ArrayList<>();
        entries.forEach((name, entry) -> {
            String relative = ArchiveDifferences.stripped(name, parameters.strip());
            if (!relative.isEmpty()) {
                paths.put(name, Paths.below(dest, relative));
                queries.add(new FileStatus(Paths.below(dest, relative), name.endsWith("/")));
                if (entry.sha256() != null) {
                    queries.add(new FileChecksum(Paths.below(dest, relative)));
                }
            }
        });
        world.prefetch(queries);
        Map<String, Difference> differences = new TreeMap<>();
        paths.forEach((name, path) -> differences.put(
                name, difference(Objects.requireNonNull(entries.get(name)), name, path, world)));
        return differences;
    }

    private static Difference difference(Entry entry, String name, String path, World world) {
        FileInfo info = world.ask(new FileStatus(path, name.endsWith("/")));
        if (info == null) {
            return Difference.MISSING;
        }
        boolean same = name.endsWith("/") ? info.isDirectory()
                : entry.link() != null ? entry.link().equals(info.linkTarget())
                : entry.sha256() == null || info.isFile() && entry.sha256().equals(world.ask(new FileChecksum(path)));
        if (!same) {
            return Difference.DIFFERENT;
        }
        return entry.mode() < 0 || info.isLink() || entry.mode() == info.mode() ? Difference.NONE : Difference.MODE;
    }

    /** The members by name; directories end in a slash. */
    static Map<String, Entry> read(String name, Payload archive) {
        try (InputStream in = new BufferedInputStream(archive.open())) {
            in.mark(8);
            byte[] magic = in.readNBytes(6);
            in.reset();
            String hex = HexFormat.of().formatHex(magic);
            if (hex.startsWith("504b")) {
                return zip(in);
            }
            if (hex.startsWith("fd377a585a00") || hex.startsWith("425a68") || hex.startsWith("28b52ffd")) {
                throw new TaskFailedException(name + " is compressed in a way that is only understood on the host", null,
                        List.of("Give `creates`, so that it need not be compared.",
                                "Or bring it to the host with `copy` and unpack it there with `remote_src: true`."));
            }
            Map<String, Entry> entries = tar(hex.startsWith("1f8b") ? new GZIPInputStream(in) : in);
            if (entries.isEmpty()) {
                throw new IOException("it has no members");
            }
            return entries;
        } catch (IOException e) {
            throw new TaskFailedException(
                    name + " is not an archive that can be unpacked, or it is damaged: " + e.getMessage());
        }
    }

    private static Map<String, Entry> zip(InputStream in) throws IOException {
        Map<String, Entry> entries = new TreeMap<>();
        ZipInputStream zip = new ZipInputStream(in);
        for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
            entries.put(entry.getName(), new Entry(entry.isDirectory() ? null : sum(zip), null, -1));
        }
        return entries;
    }

    private static Map<String, Entry> tar(InputStream in) throws IOException {
        Map<String, Entry> entries = new TreeMap<>();
        TarReader tar = new TarReader(in);
        for (TarReader.Header header = tar.next(); header != null; header = tar.next()) {
            switch (header.type()) {
                case '5' -> entries.put(header.name().endsWith("/") ? header.name() : header.name() + "/",
                        new Entry(null, null, header.mode()));
                case '2' -> entries.put(header.name(), new Entry(null, header.link(), -1));
                case '0', '\0', '7' -> entries.put(header.name(), new Entry(sum(tar.content()), null, header.mode()));
                default -> entries.put(header.name(), new Entry(null, null, -1));
            }
        }
        return entries;
    }

    private static String sum(InputStream in) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            new DigestInputStream(in, digest).transferTo(java.io.OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
