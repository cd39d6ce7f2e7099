package dev.runbook.inventory;

import dev.runbook.inventory.Inventory.Definition;
import dev.runbook.language.Codes;
import dev.runbook.language.Diagnostic;
import dev.runbook.language.Diagnostics;
import dev.runbook.language.Node;
import dev.runbook.language.Source;
import dev.runbook.language.SourceLoader;
import dev.runbook.language.Span;
import dev.runbook.language.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Files that hold nothing but variables: {@code vars_files}, {@code group_vars/}, {@code host_vars/}. */
public final class VariableFiles {
    /** What editors, version control and patches leave behind. */
    private static final Pattern LEFTOVER = Pattern.compile(
            "(~|\\.(bak|orig|rej|swp|swo|retry|pyc|pyo|rpmsave|rpmnew|dpkg-old|dpkg-new|dpkg-dist))$");

    private static final List<String> EXTENSIONS = List.of("", ".yml", ".yaml", ".json");

    private final YamlReader yaml;
    private final SourceLoader files;

    public VariableFiles(YamlReader yaml, SourceLoader files) {
        this.yaml = yaml;
        this.files = files;
    }

    /**
     * Reads one file, YAML or JSON.
     *
     * @param shown how it is called in messages
     * @param mentioned where a runbook names it; null where its name is convention
     * @return its variables in the order written, none for an empty file; nothing where it cannot be read or is no
     *     mapping, and then the collector says why
     */
    public Optional<List<Node.Entry>> read(
            String shown, Path file, @Nullable Span mentioned, Diagnostics diagnostics) {
        Optional<Source> source = files.load(shown, file, mentioned, diagnostics);
        Node root = source.flatMap(text -> yaml.read(text, diagnostics)).orElse(null);
        if (root == null) {
            return Optional.empty();
        }
        if (YamlInventory.isNull(root)) {
            return Optional.of(List.of());
        }
        if (root instanceof Node.MappingNode mapping) {
            return Optional.of(mapping.entries());
        }
        diagnostics.add(Diagnostic.error(
                Codes.WRONG_SHAPE.id(),
                root.span(),
                "A file of variables must be a mapping, not " + YamlInventory.kind(root),
                "write each variable as `name: value`"));
        return Optional.empty();
    }

    /**
     * What stands beside inventories or runbooks in a directory.
     *
     * @param shown what messages call the directory; "" for the working directory
     */
    Beside beside(Path directory, String shown) {
        String prefix = shown.isEmpty() ? "" : shown + "/";
        return new Beside(
                folder(directory, "group_vars", prefix + "group_vars"), folder(directory, "host_vars", prefix + "host_vars"));
    }

    /** The files of several directories, the first of which has the lowest precedence. */
    static LateVariables late(List<Beside> directories) {
        return new LateVariables() {
            @Override
            public List<Definition> ofGroup(String name, Diagnostics diagnostics) {
                return directories.stream().flatMap(one -> one.ofGroup(name, diagnostics).stream()).toList();
            }

            @Override
            public List<Definition> ofHost(String name, Diagnostics diagnostics) {
                return directories.stream().flatMap(one -> one.ofHost(name, diagnostics).stream()).toList();
            }
        };
    }

    /** What {@code group_vars} or {@code host_vars} in a directory hold, unread. */
    private Folder folder(Path parent, String name, String shown) {
        Path directory = parent.resolve(name);
        Map<String, List<Path>> byStem = new LinkedHashMap<>();
        for (Path entry : list(directory)) {
            String fileName = String.valueOf(entry.getFileName());
            boolean isDirectory = Files.isDirectory(entry);
            for (String extension : isDirectory ? List.of("") : EXTENSIONS.reversed()) {
                if (fileName.endsWith(extension)) {
                    String stem = fileName.substring(0, fileName.length() - extension.length());
                    byStem.computeIfAbsent(stem, s -> new ArrayList<>()).add(entry);
                    break;
                }
            }
        }
        byStem.values().forEach(paths -> paths.sort((a, b) -> Integer.compare(rank(a), rank(b))));
        return new Folder(name, directory, shown, byStem);
    }

    /** In the order of Ansible's search: the plain name, then .yml, .yaml, .json. */
    private static int rank(Path file) {
        String name = String.valueOf(file.getFileName());
        for (int i = EXTENSIONS.size() - 1; i > 0; i--) {
            if (name.endsWith(EXTENSIONS.get(i)) && !Files.isDirectory(file)) {
                return i;
            }
        }
        return 0;
    }

    /** In the order of names, without hidden files and what editors leave behind. */
    static List<Path> list(Path directory) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(directory)) {
            return entries
                    .filter(entry -> {
                        String name = String.valueOf(entry.getFileName());
                        return !name.startsWith(".") && !LEFTOVER.matcher(name).find();
                    })
                    .sorted((a, b) -> String.valueOf(a.getFileName()).compareTo(String.valueOf(b.getFileName())))
                    .toList();
        } catch (IOException | java.io.UncheckedIOException unreadable) {
            return List.of();
        }
    }

    /** The {@code group_vars} and {@code host_vars} of one directory. Files are read when they are asked for. */
    record Beside(Folder groups, Folder hosts) implements LateVariables {
        @Override
        public List<Definition> ofGroup(String name, Diagnostics diagnostics) {
            return groups.of(name, diagnostics);
        }

        @Override
        public List<Definition> ofHost(String name, Diagnostics diagnostics) {
            return hosts.of(name, diagnostics);
        }
    }

    /** One {@code group_vars} or {@code host_vars}. */
    final class Folder {
        private final String name;
        private final Path directory;
        private final String shown;
        private final Map<String, List<Path>> byStem;

        private Folder(String name, Path directory, String shown, Map<String, List<Path>> byStem) {
            this.name = name;
            this.directory = directory;
            this.shown = shown;
            this.byStem = byStem;
        }

        /** The variables of one group or host, lowest precedence first. */
        List<Definition> of(String owner, Diagnostics diagnostics) {
            List<Definition> definitions = new ArrayList<>();
            for (Path path : byStem.getOrDefault(owner, List.of())) {
                for (Path file : Files.isDirectory(path) ? inside(path) : List.of(path)) {
                    Path inside = directory.relativize(file);
                    read(shown + "/" + inside, file, null, diagnostics)
                            .ifPresent(entries -> definitions.add(new Definition(name + "/" + inside, entries)));
                }
            }
            return definitions;
        }

        private List<Path> inside(Path path) {
            List<Path> files = new ArrayList<>();
            for (Path entry : list(path)) {
                String fileName = String.valueOf(entry.getFileName());
                if (Files.isDirectory(entry)) {
                    files.addAll(inside(entry));
                } else if (!fileName.contains(".") || EXTENSIONS.stream().anyMatch(e -> !e.isEmpty() && fileName.endsWith(e))) {
                    files.add(entry);
                }
            }
            return files;
        }
    }
}
