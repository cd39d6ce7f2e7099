package dev.runbook.catalog;

import dev.runbook.language.Suggestions;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks beside a runbook: in {@code files/} or {@code templates/}, then in the runbook's own directory. Absolute paths
 * and {@code ~/…} stand for themselves.
 */
public final class RunbookFiles implements FileLocator {
    private final List<Path> roots;

    /**
     * @param roots directories to look in, in order; each with its {@code files/} or {@code templates/} first
     */
    public RunbookFiles(List<Path> roots) {
        this.roots = List.copyOf(roots);
    }

    /** For a runbook in this directory. */
    public static RunbookFiles beside(Path directory) {
        return new RunbookFiles(List.of(directory));
    }

    @Override
    public Location locate(String name, Kind kind) {
        var searched = new LinkedHashSet<String>();
        var nearest = new LinkedHashSet<String>();
        try {
            for (Path candidate : candidates(name, kind)) {
                if (Files.exists(candidate)) {
                    return new Location.Found(candidate, display(candidate));
                }
                searched.add(display(candidate));
                similar(candidate, name, nearest);
            }
        } catch (InvalidPathException e) {
            return new Location.Missing(List.of("nowhere: " + e.getMessage()), List.of());
        }
        return new Location.Missing(List.copyOf(searched), nearest.stream().limit(3).toList());
    }

    private List<Path> candidates(String name, Kind kind) {
        if (name.startsWith("~/")) {
            return List.of(Path.of(System.getProperty("user.home"), name.substring(2)));
        }
        if (Path.of(name).isAbsolute()) {
            return List.of(Path.of(name));
        }
        var candidates = new ArrayList<Path>();
        for (Path root : roots) {
            candidates.add(root.resolve(kind.folder()).resolve(name).normalize());
            candidates.add(root.resolve(name).normalize());
        }
        return candidates;
    }

    private static void similar(Path missing, String written, Set<String> into) {
        Path parent = missing.getParent();
        Path file = missing.getFileName();
        if (parent == null || file == null || !Files.isDirectory(parent)) {
            return;
        }
        var names = new ArrayList<String>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(parent)) {
            for (Path entry : entries) {
                names.add(String.valueOf(entry.getFileName()));
                if (names.size() >= 1000) {
                    break;
                }
            }
        } catch (IOException | DirectoryIteratorException unreadable) {
            return;
        }
        int slash = written.lastIndexOf('/');
        for (String near : Suggestions.nearest(file.toString(), names)) {
            into.add(slash < 0 ? near : written.substring(0, slash + 1) + near);
        }
    }

    private static String display(Path path) {
        Path here = Path.of("").toAbsolutePath();
        Path absolute = path.toAbsolutePath().normalize();
        @Nullable Path shown = absolute.startsWith(here) ? here.relativize(absolute) : absolute;
        return shown.toString();
    }
}
