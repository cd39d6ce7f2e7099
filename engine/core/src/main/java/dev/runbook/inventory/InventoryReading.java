package dev.runbook.inventory;

import dev.runbook.language.Codes;
import dev.runbook.language.Diagnostic;
import dev.runbook.language.Diagnostics;
import dev.runbook.language.Source;
import dev.runbook.language.SourceLoader;
import dev.runbook.language.Span;
import dev.runbook.language.Suggestions;
import dev.runbook.language.YamlReader;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One reading of the sources of a request. */
final class InventoryReading {
    private static final Set<String> YAML = Set.of(".yml", ".yaml", ".json");
    /** What lies beside inventories in a directory, besides leftovers. */
    private static final Set<String> IGNORED = Set.of(".md", ".txt", ".rst", ".cfg", ".rpm");

    private final InventoryRequest request;
    private final YamlReader yaml;
    private final SourceLoader files;
    private final InventoryPlugins plugins;
    private final Duration programLimit;
    private final Diagnostics diagnostics;
    private final InventoryDraft draft = new InventoryDraft();
    /** Directories with variables beside inventories, and what messages call them. */
    private final Map<Path, String> directories = new LinkedHashMap<>();

    InventoryReading(
            InventoryRequest request,
            YamlReader yaml,
            SourceLoader files,
            InventoryPlugins plugins,
            Duration programLimit,
            Diagnostics diagnostics) {
        this.request = request;
        this.yaml = yaml;
        this.files = files;
        this.plugins = plugins;
        this.programLimit = programLimit;
        this.diagnostics = diagnostics;
    }

    /** @param loader what can do the same again */
    Inventory read(InventoryLoader loader) {
        request.sources().forEach(this::source);
        Path runbookDirectory = request.runbookDirectory();
        if (runbookDirectory != null) {
            directories.keySet().removeIf(directory -> same(directory, runbookDirectory));
            directories.put(runbookDirectory, shown(runbookDirectory));
        }
        VariableFiles reader = new VariableFiles(yaml, files);
        List<VariableFiles.Beside> beside = new ArrayList<>();
        directories.forEach((directory, shown) -> beside.add(reader.beside(directory, shown)));
        beside.forEach(this::variables);
        return draft.build(diagnostics, VariableFiles.late(beside), new Inventory.Origin(loader, request));
    }

    private void source(String given) {
        Path path = path(given);
        if (path == null || (given.contains(",") && !Files.exists(path))) {
            list(given);
        } else if (Files.isDirectory(path)) {
            directories.putIfAbsent(path, shown(path));
            directory(given, path);
        } else if (Files.exists(path)) {
            Path parent = path.getParent();
            Path directory = parent == null ? Path.of("") : parent;
            directories.putIfAbsent(directory, shown(directory));
            file(given, path, directory);
        } else {
            missing(given, path);
        }
    }

    private @Nullable Path path(String given) {
        try {
            return given.isEmpty() ? null : request.directory().resolve(given);
        } catch (InvalidPathException noPath) {
            return null;
        }
    }

    /** Below the working directory without it, as people would write it. */
    private String shown(Path path) {
        Path here = request.directory().normalize();
        Path there = path.normalize();
        boolean below = here.isAbsolute() && there.startsWith(here);
        return below ? here.relativize(there).toString() : path.toString();
    }

    private void missing(String given, Path path) {
        Path parent = path.toAbsolutePath().getParent();
        List<String> there = parent == null
                ? List.of()
                : VariableFiles.list(parent).stream().map(p -> String.valueOf(p.getFileName())).toList();
        Source source = new Source("-i", null, given);
        Optional<String> near = Suggestions.hint(String.valueOf(path.getFileName()), there);
        List<String> hints = new ArrayList<>();
        near.ifPresent(hints::add);
        if (!given.contains("/")) {
            hints.add("to name hosts directly, end the list with a comma: `-i " + given + ",`");
        } else if (parent != null && !Files.isDirectory(parent)) {
            hints.add("the directory `" + parent + "` does not exist either");
        }
        diagnostics.add(Diagnostic.error(
                Codes.INVENTORY_MISSING.id(),
                source.span(0, given.length()),
                "There is no inventory `" + given + "`",
                hints.toArray(String[]::new)));
    }

    private void list(String given) {
        Source source = new Source("-i", null, given);
        InventoryDraft.Group group = draft.group(Inventory.UNGROUPED, Span.start(source));
        int from = 0;
        for (String part : given.split(",", -1)) {
            String name = part.strip();
            int start = from + part.indexOf(name);
            from += part.length() + 1;
            if (name.isEmpty()) {
                continue;
            }
            Span span = source.span(start, start + name.length());
            HostNames names = HostNames.parse(name, span, diagnostics);
            for (String host : names.names()) {
                InventoryDraft.Host added = draft.host(host, span, group, null);
                names.port().ifPresent(port -> added.variables.add(new Inventory.Definition(
                        "inventory host " + host, List.of(IniInventory.port(port, span)))));
            }
        }
    }

    /** Files in the order of their names, those in further directories in their place. */
    private void directory(String given, Path directory) {
        boolean any = false;
        for (Path entry : VariableFiles.list(directory)) {
            String name = String.valueOf(entry.getFileName());
            if (name.equals("group_vars") || name.equals("host_vars") || IGNORED.contains(extension(name))) {
                continue;
            }
            any = true;
            String shown = given.endsWith("/") ? given + name : given + "/" + name;
            if (Files.isDirectory(entry)) {
                directory(shown, entry);
            } else {
                file(shown, entry, directory);
            }
        }
        if (!any) {
            InventoryLoader.empty(new Source(given, directory, ""), diagnostics);
        }
    }

    private void file(String shown, Path file, Path directory) {
        String extension = extension(String.valueOf(file.getFileName()));
        boolean dataName = YAML.contains(extension) || extension.equals(".ini");
        switch (InventoryProgram.kindOf(file, dataName)) {
            case PROGRAM -> {
                InventoryProgram program =
                        new InventoryProgram(shown, file, request.directory(), programLimit, diagnostics);
                new ProgramInventory(shown, program, directory, draft, diagnostics).read();
            }
            case NOT_EXECUTABLE -> diagnostics.error(
                    Codes.INVENTORY_NOT_EXECUTABLE.id(),
                    Span.start(new Source(shown, file, "")),
                    "`" + shown + "` begins like a script, but may not be run",
                    "allow it: `chmod +x " + shown + "`",
                    "if it is no program, take its first line `#!…` away");
            case DATA -> data(shown, file, directory, extension);
        }
    }

    private void data(String shown, Path file, Path directory, String extension) {
        Source source = files.load(shown, file, null, diagnostics).orElse(null);
        if (source == null) {
            return;
        }
        if (source.text().lines().allMatch(line -> line.isBlank() || line.strip().startsWith("#"))) {
            InventoryLoader.empty(source, diagnostics);
        } else if (YAML.contains(extension) || (!extension.equals(".ini") && looksLikeYaml(source.text()))) {
            new YamlInventory(source, directory, draft, yaml, plugins, diagnostics).read();
        } else {
            new IniInventory(source, directory, draft, yaml, diagnostics).read();
        }
    }

    private void variables(VariableFiles.Beside beside) {
        draft.groups().values().forEach(group -> group.variables.addAll(beside.ofGroup(group.name, diagnostics)));
        draft.hostNames().forEach(host -> draft.hostVariables(host, beside.ofHost(host, diagnostics)));
    }

    private static boolean same(Path a, Path b) {
        return a.toAbsolutePath().normalize().equals(b.toAbsolutePath().normalize());
    }

    private static String extension(String name) {
        int dot = name.lastIndexOf('.');
        return dot <= 0 ? "" : name.substring(dot).toLowerCase(Locale.ROOT);
    }

    /** For names that do not tell: YAML starts with a key alone on its line, a brace or three dashes. */
    private static boolean looksLikeYaml(String text) {
        String first = text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .findFirst()
                .orElse("");
        return first.startsWith("---")
                || first.startsWith("{")
                || first.startsWith("%YAML")
                || first.matches("[^\\s\\[\\];=]+:(\\s+.*)?");
    }
}
