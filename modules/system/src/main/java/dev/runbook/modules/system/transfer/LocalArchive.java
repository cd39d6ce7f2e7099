package dev.runbook.modules.system.transfer;

import dev.runbook.api.ServiceQuery;
import dev.runbook.api.Services;
import dev.runbook.api.TaskFailedException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.commons.compress.archivers.ArchiveEntry;
import org.apache.commons.compress.archivers.ArchiveException;
import org.apache.commons.compress.archivers.ArchiveInputStream;
import org.apache.commons.compress.archivers.ArchiveStreamFactory;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.compressors.CompressorException;
import org.apache.commons.compress.compressors.CompressorStreamFactory;

/**
 * What is in an archive on the engine's side, with checksums.
 *
 * @param sha256 of the archive, so that another one under the same name is another question
 */
record LocalArchive(Path path, String sha256) implements ServiceQuery<List<ArchiveMember>> {
    @Override
    public String describe() {
        return "contents of " + path.getFileName();
    }

    @Override
    public List<ArchiveMember> fetch(Services services) throws IOException {
        List<ArchiveMember> members = new ArrayList<>();
        try (InputStream file = Files.newInputStream(path)) {
            walk(String.valueOf(path.getFileName()), file, (entry, content) -> members.add(member(entry, content)));
        }
        return members;
    }

    /** Is shown every entry of an archive, with what is in it. */
    @FunctionalInterface
    interface Visitor {
        void entry(ArchiveEntry entry, InputStream content) throws IOException;
    }

    static void walk(String name, InputStream file, Visitor visitor) throws IOException {
        try (InputStream plain = uncompressed(new BufferedInputStream(file));
                ArchiveInputStream<? extends ArchiveEntry> archive =
                        ArchiveStreamFactory.DEFAULT.createArchiveInputStream(plain)) {
            for (ArchiveEntry entry = archive.getNextEntry(); entry != null; entry = archive.getNextEntry()) {
                visitor.entry(entry, archive);
            }
        } catch (ArchiveException | CompressorException e) {
            throw new TaskFailedException(name + " is no archive that can be read: " + e.getMessage());
        }
    }

    private static InputStream uncompressed(InputStream file) throws CompressorException {
        try {
            CompressorStreamFactory.detect(file);
        } catch (CompressorException notCompressed) {
            return file;
        }
        return new BufferedInputStream(
                new CompressorStreamFactory(true).createCompressorInputStream(file));
    }

    static ArchiveMember member(ArchiveEntry entry, InputStream content) throws IOException {
        String name = entry.getName();
        if (entry.isDirectory()) {
            String bare = name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
            return new ArchiveMember(bare, ArchiveMember.Type.DIRECTORY, 0, null, null);
        }
        if (entry instanceof TarArchiveEntry tar && tar.isSymbolicLink()) {
            return new ArchiveMember(name, ArchiveMember.Type.LINK, 0, null, tar.getLinkName());
        }
        if (entry instanceof TarArchiveEntry tar && tar.isLink()) {
            return new ArchiveMember(name, ArchiveMember.Type.FILE, -1, null, null);
        }
        if (entry instanceof ZipArchiveEntry zip && zip.isUnixSymlink()) {
            String target = new String(content.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            return new ArchiveMember(name, ArchiveMember.Type.LINK, 0, null, target);
        }
        return file(name, content);
    }

    private static ArchiveMember file(String name, InputStream content) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[64 * 1024];
            long size = 0;
            for (int n = content.read(buffer); n >= 0; n = content.read(buffer)) {
                digest.update(buffer, 0, n);
                size += n;
            }
            return new ArchiveMember(
                    name, ArchiveMember.Type.FILE, size, HexFormat.of().formatHex(digest.digest()), null);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
