package dev.runbook.modules.system.file;

import dev.runbook.api.Content;
import dev.runbook.api.Payload;
import dev.runbook.api.Query;
import dev.runbook.api.SourceFile;
import dev.runbook.api.TaskFailedException;
import dev.runbook.api.World;
import dev.runbook.api.host.DirectoryTree;
import dev.runbook.api.host.FileContent;
import dev.runbook.api.host.FileInfo;
import dev.runbook.api.host.FileStatus;
import dev.runbook.api.host.Paths;
import dev.runbook.api.host.WriteFile;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where the bytes of a copy come from: here, or the host itself. */
final class CopySource {
    private CopySource() {}

    /**
     * One file, or one directory of a tree.
     *
     * @param source null for a directory
     * @param content of a directory, that of an empty file
     * @param mode permission bits
     */
    record Sourced(WriteFile.@Nullable Source source, Content content, int mode) {
        static Sourced directory(int mode) {
            return new Sourced(null, Content.of(""), mode);
        }
    }

    /** The source when it is a single file; null when it is a directory. */
    static @Nullable Sourced single(CopyModule.Parameters parameters, World world) {
        SourceFile src = parameters.src();
        if (src != null && parameters.remoteSrc()) {
            String path = HostPaths.resolve(src.name(), world);
            world.prefetch(List.of(new FileStatus(path, true), new FileContent(path, 0, null)));
            FileInfo info = world.ask(new FileStatus(path, true));
            if (info == null) {
                throw new TaskFailedException(path + " does not exist on the host", null,
                        List.of("`remote_src: true` takes `src` from the host; without it the file is sent from here."));
            }
            return info.isDirectory() ? null : onHost(path, info, world);
        }
        if (src != null && src.path() != null && Files.isDirectory(src.path())) {
            return null;
        }
        Payload payload = CopyModule.payload(parameters);
        int mode = src != null && src.path() != null ? mode(src.path()) : FileTarget.FILE_MODE;
        return new Sourced(new WriteFile.Sent(payload), payload.content(), mode);
    }

    private static Sourced onHost(String path, FileInfo info, World world) {
        Content content = world.ask(new FileContent(path, 0, null));
        if (content == null) {
            throw new TaskFailedException(path + " is not a file that could be copied");
        }
        return new Sourced(new WriteFile.OnHost(path, content.sha256(), content.size()), content, info.mode());
    }

    /** All of a directory: directories and files by relative path, parents first; the directory itself is "". */
    static Map<String, Sourced> tree(CopyModule.Parameters parameters, World world) {
        SourceFile src = parameters.src();
        if (src == null) {
            return Map.of();
        }
        if (parameters.remoteSrc() || src.path() == null) {
            return hostTree(HostPaths.resolve(src.name(), world), world);
        }
        Map<String, Sourced> tree = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(src.path(), FileVisitOption.FOLLOW_LINKS)) {
            for (Path path : (Iterable<Path>) paths::iterator) {
                String name = src.path().relativize(path).toString().replace('\\', '/');
                if (Files.isDirectory(path)) {
                    tree.put(name, Sourced.directory(mode(path)));
                } else {
                    Payload payload = Payload.of(path);
                    tree.put(name, new Sourced(new WriteFile.Sent(payload), payload.content(), mode(path)));
                }
            }
        } catch (IOException | java.io.UncheckedIOException e) {
            throw new TaskFailedException("cannot read " + src.name() + ": " + e.getMessage());
        }
        return tree;
    }

    private static Map<String, Sourced> hostTree(String root, World world) {
        Map<String, FileInfo> entries = world.ask(new DirectoryTree(root));
        FileInfo info = world.ask(new FileStatus(root, true));
        Map<String, Sourced> tree = new TreeMap<>();
        tree.put("", Sourced.directory(info == null ? Missing.DIRECTORY_MODE : info.mode()));
        List<Query<?>> queries = new ArrayList<>();
        entries = entries == null ? Map.of() : entries;
        entries.forEach((name, entry) -> queries.add(new FileContent(Paths.below(root, name), 0, null)));
        world.prefetch(queries);
        entries.forEach((name, entry) -> {
            if (entry.isDirectory()) {
                tree.put(name, Sourced.directory(entry.mode()));
            } else if (entry.isFile()) {
                tree.put(name, onHost(Paths.below(root, name), entry, world));
            } else {
                throw new TaskFailedException(Paths.below(root, name) + " is " + Kind.of(entry).described()
                        + ", which is not copied");
            }
        });
        return tree;
    }

    private static int mode(Path path) {
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
            int bits = 0;
            for (PosixFilePermission permission : permissions) {
                bits |= 0400 >> permission.ordinal();
            }
            return bits;
        } catch (IOException | UnsupportedOperationException e) {
            return Files.isDirectory(path) ? Missing.DIRECTORY_MODE : FileTarget.FILE_MODE;
        }
    }
}
