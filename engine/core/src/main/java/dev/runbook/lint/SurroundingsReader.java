package dev.runbook.lint;

import dev.runbook.catalog.FileLocator;
import dev.runbook.catalog.ModuleCatalog;
import dev.runbook.catalog.ModuleDescriptor;
import dev.runbook.catalog.Parameter;
import dev.runbook.catalog.ParameterType;
import dev.runbook.language.Node;
import dev.runbook.language.Runbook;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Reads the {@link Surroundings} of one runbook. What cannot be read makes them incomplete. */
final class SurroundingsReader {
    /** Keys that bring in other files of tasks. */
    private static final Set<String> BRINGING = Set.of(
            "roles", "include_tasks", "import_tasks", "include_role", "import_role", "import_playbook", "include_vars");

    private static final int MOST_FILES = 2000;
    private static final long LARGEST = 1024 * 1024;
    private static final int DEEPEST = 8;

    private final ModuleCatalog modules;
    private final FileLocator files;
    private final Path directory;
    private final List<String> texts = new ArrayList<>();
    private boolean complete = true;

    /** @param directory where the runbook is */
    SurroundingsReader(ModuleCatalog modules, FileLocator files, Path directory) {
        this.modules = modules;
        this.files = files;
        this.directory = directory;
    }

    Surroundings read(Runbook runbook, Node root, List<Path> inventories) {
        Walk.tasks(runbook).map(Walk.Placed::step).forEach(this::templates);
        runbook.plays().forEach(play -> play.varsFiles().forEach(this::variables));
        variablesBeside(directory);
        for (Path inventory : inventories) {
            tree(inventory);
            Path parent = inventory.toAbsolutePath().getParent();
            if (parent != null) {
                variablesBeside(parent);
            }
        }
        if (brings(root)) {
            tree(directory);
        }
        return new Surroundings(texts, complete);
    }

    private void templates(Runbook.Task task) {
        ModuleDescriptor module = modules.find(task.module().text()).orElse(null);
        if (module == null) {
            return;
        }
        Given given = new Given(task, module);
        for (Parameter parameter : module.parameters().parameters()) {
            if (parameter.type() instanceof ParameterType.TemplateFile) {
                given.scalar(parameter.name()).ifPresent(this::template);
            }
        }
    }

    private void template(Node.ScalarNode name) {
        if (Given.literal(name)
                && files.locate(name.text(), FileLocator.Kind.TEMPLATE) instanceof FileLocator.Location.Found found) {
            file(found.path());
        } else {
            complete = false;
        }
    }

    /** @param named a path, or a list of paths of which the first that exists counts */
    private void variables(Node named) {
        switch (named) {
            case Node.ScalarNode name -> complete &= read(name);
            case Node.SequenceNode names -> names.items().forEach(this::variables);
            case Node.MappingNode _ -> complete = false;
        }
    }

    private boolean read(Node.ScalarNode name) {
        try {
            Path file = directory.resolve(name.text());
            if (Given.literal(name) && Files.isRegularFile(file)) {
                file(file);
                return true;
            }
        } catch (InvalidPathException e) {
            // another check says so
        }
        return false;
    }

    private void variablesBeside(Path place) {
        tree(place.resolve("group_vars"));
        tree(place.resolve("host_vars"));
    }

    private void tree(Path root) {
        if (!Files.exists(root)) {
            return;
        }
        try (Stream<Path> found = Files.walk(root, DEEPEST, FileVisitOption.FOLLOW_LINKS)) {
            List<Path> all = found.filter(Files::isRegularFile)
                    .filter(file -> !root.relativize(file).toString().matches("(?:.*/)?[.].*"))
                    .limit(MOST_FILES + 1L)
                    .toList();
            complete &= all.size() <= MOST_FILES;
            all.forEach(this::file);
        } catch (IOException | UncheckedIOException e) {
            complete = false;
        }
    }

    private void file(Path file) {
        try {
            if (Files.size(file) <= LARGEST) {
                // Byte by byte: names are ASCII, and what is no text at all does no harm.
                texts.add(new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1));
            }
        } catch (IOException e) {
            complete = false;
        }
    }

    private static boolean brings(Node node) {
        return switch (node) {
            case Node.ScalarNode _ -> false;
            case Node.SequenceNode sequence -> sequence.items().stream().anyMatch(SurroundingsReader::brings);
            case Node.MappingNode mapping -> mapping.entries().stream()
                    .anyMatch(entry -> BRINGING.contains(entry.key().text()) || brings(entry.value()));
        };
    }
}
