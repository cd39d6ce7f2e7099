package dev.runbook.execution;

import dev.runbook.catalog.RunbookFiles;
import dev.runbook.language.Suggestions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where the tasks of one file stand, and so where what they name is looked for.
 *
 * @param play the directory of the runbook
 * @param file the directory of the file with the tasks
 * @param role the directory of the role it belongs to; null for none
 * @param roleName null for none
 * @param chain the files and roles that led here, the outermost first
 */
record Place(Path play, Path file, @Nullable Path role, @Nullable String roleName, List<Path> chain) {
    Place {
        chain = List.copyOf(chain);
    }

    static Place of(Path play, @Nullable Path runbook) {
        return new Place(play, play, null, null, runbook == null ? List.of() : List.of(normal(runbook)));
    }

    private static Path normal(Path path) {
        return path.toAbsolutePath().normalize();
    }

    /** Inside another file, of the same role if there is one. */
    Place in(Path tasks) {
        Path directory = normal(tasks).getParent();
        return new Place(play, directory == null ? file : directory, role, roleName, longer(tasks));
    }

    /** Inside a file of a role. */
    Place in(String name, Path directory, Path tasks) {
        Path folder = normal(tasks).getParent();
        Path inside = folder == null || tasks.equals(directory) ? directory : folder;
        return new Place(play, inside, directory, name, longer(tasks));
    }

    private List<Path> longer(Path step) {
        List<Path> longer = new ArrayList<>(chain);
        longer.add(normal(step));
        return longer;
    }

    boolean inside(Path step) {
        return chain.contains(normal(step));
    }

    /** Where relative paths of expressions start. */
    Path base() {
        return role == null ? play : role;
    }

    /** Where files and templates are looked for. */
    RunbookFiles files() {
        LinkedHashSet<Path> roots = new LinkedHashSet<>();
        if (role != null) {
            roots.add(role);
        }
        roots.add(file);
        roots.add(play);
        return new RunbookFiles(List.copyOf(roots));
    }

    /**
     * A file that an include or import names.
     *
     * @param folder of a role or runbook where such files may also be: {@code tasks}, {@code vars}
     */
    Optional<Path> find(String name, String folder) {
        try {
            return candidates(name, folder).stream().filter(Files::isRegularFile).findFirst();
        } catch (InvalidPathException noPath) {
            return Optional.empty();
        }
    }

    private List<Path> candidates(String name, String folder) {
        Path written = Path.of(name);
        if (written.isAbsolute()) {
            return List.of(written);
        }
        LinkedHashSet<Path> places = new LinkedHashSet<>();
        if (role != null && !folder.equals("tasks")) {
            places.add(role.resolve(folder));
        }
        places.add(file);
        if (role != null) {
            places.add(role.resolve(folder));
            places.add(role);
        }
        places.add(play.resolve(folder));
        places.add(play);
        List<Path> candidates = new ArrayList<>();
        for (Path place : places) {
            candidates.add(place.resolve(written).normalize());
            if (!name.contains(".")) {
                candidates.add(place.resolve(name + ".yml").normalize());
                candidates.add(place.resolve(name + ".yaml").normalize());
            }
        }
        return candidates;
    }

    /** A folder by the same rules; for variables. */
    Optional<Path> findFolder(String name, String folder) {
        try {
            return candidates(name, folder).stream().filter(Files::isDirectory).findFirst();
        } catch (InvalidPathException noPath) {
            return Optional.empty();
        }
    }

    /** A file near that could have been meant. */
    Optional<String> nearest(String name, String folder) {
        List<String> names = new ArrayList<>();
        for (Path place : new LinkedHashSet<>(List.of(file, base().resolve(folder), play))) {
            names.addAll(list(place));
        }
        String wanted = name.contains(".") ? name : name + ".yml";
        return Suggestions.hint(wanted, names);
    }

    static List<String> list(Path directory) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(entry -> String.valueOf(entry.getFileName())).sorted().limit(1000).toList();
        } catch (IOException unreadable) {
            return List.of();
        }
    }
}
