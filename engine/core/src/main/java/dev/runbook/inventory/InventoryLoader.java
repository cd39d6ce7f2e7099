package dev.runbook.inventory;

import dev.runbook.language.Codes;
import dev.runbook.language.Diagnostic;
import dev.runbook.language.Diagnostics;
import dev.runbook.language.Source;
import dev.runbook.language.SourceLoader;
import dev.runbook.language.Span;
import dev.runbook.language.Suggestions;
import dev.runbook.language.YamlReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads inventories, and the {@code group_vars/} and {@code host_vars/} that belong to them. */
public final class InventoryLoader {
    private static final Set<String> YAML = Set.of(".yml", ".yaml", ".json");
    private static final Set<String> IGNORED =
            Set.of(".bak", ".orig", ".swp", ".pyc", ".pyo", ".rpm", ".md", ".txt", ".rst", ".retry");

    private final YamlReader yaml;
    private final SourceLoader files;

    public InventoryLoader(YamlReader yaml, SourceLoader files) {
        this.yaml = yaml;
        this.files = files;
    }

    /**
     * Reads sources in their order; what a later one says of a host or group adds to and wins over what earlier ones
     * say. A source is a YAML or INI file, a directory of them, or a list of hosts with a comma in it.
     *
     * @param sources as given to {@code -i}; none leaves only the implicit {@code localhost}
     * @param runbookDirectory whose {@code group_vars/} and {@code host_vars/} count as well; null for none
     * @return what could be read; all that could not is in the collector
     */
    public Inventory load(List<String> sources, @Nullable Path runbookDirectory, Diagnostics diagnostics) {
        return load(new InventoryRequest(sources, Path.of(""), runbookDirectory), diagnostics);
    }

    /**
     * Reads sources in their order; what a later one says of a host or group adds to and wins over what earlier ones
     * say. A source is a YAML or INI file, a directory of them, or a list of hosts with a comma in it.
     *
     * @return what could be read; all that could not is in the collector
     */
    public Inventory load(InventoryRequest request, Diagnostics diagnostics) {
        return new Loading(request, diagnostics).load();
    }

    /**
     * Reads an inventory again, from the same sources: {@code meta: refresh_inventory}. What {@link Inventory#withHost}
     * and {@link Inventory#withGroup} added is added again. Variables of hosts are new objects.
     *
     * @param earlier one that {@link #load} gave, or that was made of it
     * @return what could be read; all that could not is in the collector, and with errors in it {@code earlier} is better
     * @throws dev.runbook.language.RunbookException where what was added cannot be added any more
     */
    public Inventory reload(Inventory earlier, Diagnostics diagnostics) {
        InventoryRequest request = earlier.request();
        Inventory fresh = request == null ? Inventory.localhostOnly() : load(request, diagnostics);
        return fresh.withAdditionsOf(earlier);
    }

    static void empty(Source source, Diagnostics diagnostics) {
        diagnostics.add(Diagnostic.warning(Codes.EMPTY_INVENTORY.id(), Span.start(source), "This inventory names no hosts"));
    }

    private final class Loading {
        private final InventoryRequest request;
        private final Diagnostics diagnostics;
        private final InventoryDraft draft = new InventoryDraft();
        private final Set<Path> directories = new LinkedHashSet<>();

        Loading(InventoryRequest request, Diagnostics diagnostics) {
            this.request = request;
            this.diagnostics = diagnostics;
        }

        Inventory load() {
            request.sources().forEach(this::source);
            Path runbookDirectory = request.runbookDirectory();
            if (runbookDirectory != null) {
                directories.removeIf(directory -> same(directory, runbookDirectory));
                directories.add(runbookDirectory);
            }
            List<VariableFiles.Beside> beside = directories.stream()
                    .map(new VariableFiles(yaml, files)::beside)
                    .toList();
            beside.forEach(this::variables);
            return draft.build(diagnostics, VariableFiles.late(beside), request);
        }

        private void source(String given) {
            Path path = path(given);
            if (path == null || (given.contains(",") && !Files.exists(path))) {
                list(given);
            } else if (Files.isDirectory(path)) {
                directories.add(path);
                directory(given, path);
            } else if (Files.exists(path)) {
                Path parent = path.getParent();
                Path directory = parent == null ? Path.of("") : parent;
                directories.add(directory);
                file(given, path, directory);
            } else {
                missing(given, path);
            }
        }

        private @Nullable Path path(String given) {
            try {
                return given.isEmpty() ? null : request.directory().resolve(given);
            } catch (java.nio.file.InvalidPathException noPath) {
                return null;
            }
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

        private void directory(String given, Path directory) {
            boolean any = false;
            for (Path entry : VariableFiles.list(directory)) {
                String name = String.valueOf(entry.getFileName());
                if (name.equals("group_vars") || name.equals("host_vars") || IGNORED.contains(extension(name))) {
                    continue;
                }
                any = true;
                if (Files.isDirectory(entry)) {
                    directory(entry.toString(), entry);
                } else {
                    file(entry.toString(), entry, directory);
                }
            }
            if (!any) {
                empty(new Source(given, directory, ""), diagnostics);
            }
        }

        private void file(String shown, Path file, Path directory) {
            String extension = extension(String.valueOf(file.getFileName()));
            boolean data = YAML.contains(extension) || extension.equals(".ini");
            if (startsLikeScript(file) || (!data && Files.isExecutable(file))) {
                diagnostics.error(
                        Codes.UNSUPPORTED_INVENTORY.id(),
                        Span.start(new Source(shown, file, "")),
                        "`" + shown + "` is a program; dynamic inventory is not supported yet",
                        "write the hosts down in the YAML or INI form",
                        "if it is no program, take the permission away: `chmod -x " + shown + "`");
                return;
            }
            Source source = files.load(shown, file, null, diagnostics).orElse(null);
            if (source == null) {
                return;
            }
            if (source.text().lines().allMatch(line -> line.isBlank() || line.strip().startsWith("#"))) {
                empty(source, diagnostics);
            } else if (YAML.contains(extension) || (!extension.equals(".ini") && looksLikeYaml(source.text()))) {
                new YamlInventory(source, directory, draft, yaml, diagnostics).read();
            } else {
                new IniInventory(source, directory, draft, yaml, diagnostics).read();
            }
        }

        private void variables(VariableFiles.Beside beside) {
            draft.groups().values().forEach(group -> group.variables.addAll(beside.ofGroup(group.name, diagnostics)));
            draft.hostNames().forEach(host -> draft.hostVariables(host, beside.ofHost(host, diagnostics)));
        }
    }

    private static boolean same(Path a, Path b) {
        return a.toAbsolutePath().normalize().equals(b.toAbsolutePath().normalize());
    }

    private static String extension(String name) {
        int dot = name.lastIndexOf('.');
        return dot <= 0 ? "" : name.substring(dot).toLowerCase(Locale.ROOT);
    }

    private static boolean startsLikeScript(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] start = in.readNBytes(2);
            return start.length == 2 && start[0] == '#' && start[1] == '!';
        } catch (IOException reportedWhenRead) {
            return false;
        }
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
