package dev.runbook.execution;

import dev.runbook.language.Codes;
import dev.runbook.language.Diagnostic;
import dev.runbook.language.Diagnostics;
import dev.runbook.language.Node;
import dev.runbook.language.Runbook;
import dev.runbook.language.Span;
import dev.runbook.language.Suggestions;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds roles, and reads what they are made of. */
final class Roles {
    private static final List<String> PARTS = List.of("tasks", "handlers", "defaults", "vars", "meta", "files", "templates");
    private static final List<String> EXTENSIONS = List.of(".yml", ".yaml", ".json", "");

    private final Sources sources;

    Roles(Sources sources) {
        this.sources = sources;
    }

    /**
     * Which files of a role count.
     *
     * @param tasks usually {@code main}, as the others
     */
    record Parts(String tasks, String handlers, String defaults, String vars) {
        static final Parts MAIN = new Parts("main", "main", "main", "main");

        static Parts of(Runbook.EngineCall call) {
            return new Parts(
                    call.text("tasks_from", "main"),
                    call.text("handlers_from", "main"),
                    call.text("defaults_from", "main"),
                    call.text("vars_from", "main"));
        }
    }

    /**
     * A role as read.
     *
     * @param tasksFile the file its tasks stand in; the directory where it has none
     * @param argumentSpecs a mapping of entry points to what they take; null for none
     */
    record Role(
            String name,
            Path directory,
            Path tasksFile,
            List<Runbook.Step> tasks,
            List<Runbook.Task> handlers,
            List<Node.Entry> defaults,
            List<Node.Entry> vars,
            List<Runbook.RoleUse> dependencies,
            boolean allowDuplicates,
            Node.@Nullable MappingNode argumentSpecs) {}

    /** The role, or nothing, and then the collector says why. */
    Optional<Role> load(String name, Parts parts, Place from, Span mentioned, Diagnostics diagnostics) {
        Path directory = find(name, from, mentioned, diagnostics).orElse(null);
        if (directory == null) {
            return Optional.empty();
        }
        Optional<Path> tasks = part(directory, "tasks", parts.tasks(), mentioned, diagnostics);
        Optional<Path> handlers = part(directory, "handlers", parts.handlers(), mentioned, diagnostics);
        Optional<Node.MappingNode> meta = mapping(directory.resolve("meta"), "main", mentioned, diagnostics);
        Optional<Node.MappingNode> specs = mapping(directory.resolve("meta"), "argument_specs", mentioned, diagnostics)
                .or(() -> meta);
        List<Runbook.RoleUse> dependencies = meta.flatMap(m -> m.entry("dependencies"))
                .map(entry -> sources.parser().parseRoles(entry.value(), diagnostics))
                .orElse(List.of());
        return Optional.of(new Role(
                String.valueOf(directory.getFileName()),
                directory,
                tasks.orElse(directory),
                tasks.flatMap(file -> sources.tasks(file, mentioned, diagnostics)).orElse(List.of()),
                handlers.flatMap(file -> sources.handlers(file, mentioned, diagnostics)).orElse(List.of()),
                variables(directory, "defaults", parts.defaults(), mentioned, diagnostics),
                variables(directory, "vars", parts.vars(), mentioned, diagnostics),
                dependencies,
                meta.flatMap(m -> m.entry("allow_duplicates"))
                        .map(entry -> entry.value() instanceof Node.ScalarNode scalar
                                && List.of("true", "yes", "on").contains(scalar.text().toLowerCase(java.util.Locale.ROOT)))
                        .orElse(false),
                specs.flatMap(m -> m.entry("argument_specs"))
                        .map(Node.Entry::value)
                        .filter(Node.MappingNode.class::isInstance)
                        .map(Node.MappingNode.class::cast)
                        .orElse(null)));
    }

    private Optional<Node.MappingNode> mapping(Path folder, String stem, Span mentioned, Diagnostics diagnostics) {
        return file(folder, stem)
                .flatMap(file -> sources.yaml(file, mentioned, diagnostics))
                .filter(Node.MappingNode.class::isInstance)
                .map(Node.MappingNode.class::cast);
    }

    private static Optional<Path> part(
            Path directory, String folder, String stem, Span mentioned, Diagnostics diagnostics) {
        Optional<Path> file = file(directory.resolve(folder), stem);
        if (file.isEmpty() && !stem.equals("main")) {
            missingPart(directory, folder, stem, mentioned, diagnostics);
        }
        return file;
    }

    private static void missingPart(
            Path directory, String folder, String stem, Span mentioned, Diagnostics diagnostics) {
        diagnostics.add(Diagnostic.error(
                Codes.FILE_MISSING.id(), mentioned,
                "Role `" + directory.getFileName() + "` has no `" + folder + "/" + stem + "`",
                Suggestions.hint(stem.contains(".") ? stem : stem + ".yml", Place.list(directory.resolve(folder)))
                        .orElse("`" + folder + "_from` names a file in the `" + folder + "` of the role")));
    }

    private List<Node.Entry> variables(
            Path directory, String folder, String stem, Span mentioned, Diagnostics diagnostics) {
        Path inside = directory.resolve(folder).resolve(stem);
        List<Path> files = new ArrayList<>();
        if (Files.isDirectory(inside)) {
            Place.list(inside).stream()
                    .filter(name -> name.endsWith(".yml") || name.endsWith(".yaml") || name.endsWith(".json"))
                    .forEach(name -> files.add(inside.resolve(name)));
        } else {
            file(directory.resolve(folder), stem).ifPresentOrElse(files::add, () -> {
                if (!stem.equals("main")) {
                    missingPart(directory, folder, stem, mentioned, diagnostics);
                }
            });
        }
        List<Node.Entry> entries = new ArrayList<>();
        files.forEach(file -> sources.variables(file, mentioned, diagnostics).ifPresent(entries::addAll));
        return entries;
    }

    private static Optional<Path> file(Path folder, String stem) {
        return EXTENSIONS.stream().map(e -> folder.resolve(stem + e)).filter(Files::isRegularFile).findFirst();
    }

    private static Optional<Path> find(String name, Place from, Span mentioned, Diagnostics diagnostics) {
        LinkedHashSet<Path> places = new LinkedHashSet<>();
        places.add(from.play().resolve("roles"));
        Path beside = from.role() == null ? null : from.role().getParent();
        if (beside != null) {
            places.add(beside);
        }
        places.add(from.play());
        LinkedHashSet<String> near = new LinkedHashSet<>();
        try {
            for (Path place : places) {
                Path candidate = place.resolve(name).normalize();
                if (isRole(candidate)) {
                    return Optional.of(candidate);
                }
                Place.list(place).stream().filter(other -> isRole(place.resolve(other))).forEach(near::add);
            }
        } catch (InvalidPathException noPath) {
            // Said below, as for any other name that is no role.
        }
        String searched = String.join(" and ", places.stream().map(p -> Sources.shown(p.resolve(name), mentioned)).toList());
        diagnostics.add(Diagnostic.error(
                        Codes.MISSING_ROLE.id(), mentioned, "There is no role `" + name + "`",
                        Suggestions.hint(name, near).orElse(
                                near.isEmpty()
                                        ? "a role is a folder below `roles`, with `tasks/main.yml` in it"
                                        : "there are " + String.join(", ", near.stream().limit(8).toList())))
                .withDetail("looked for " + searched));
        return Optional.empty();
    }

    private static boolean isRole(Path directory) {
        return PARTS.stream().anyMatch(part -> Files.isDirectory(directory.resolve(part)));
    }
}
