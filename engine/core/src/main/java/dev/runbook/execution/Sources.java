package dev.runbook.execution;

import dev.runbook.inventory.VariableFiles;
import dev.runbook.language.Diagnostics;
import dev.runbook.language.ModuleNames;
import dev.runbook.language.Node;
import dev.runbook.language.Runbook;
import dev.runbook.language.RunbookParser;
import dev.runbook.language.Source;
import dev.runbook.language.SourceLoader;
import dev.runbook.language.Span;
import dev.runbook.language.YamlReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Reads the files a runbook is made of, each once; what is wrong with a file is said once. */
final class Sources {
    private final SourceLoader loader = new SourceLoader();
    private final RunbookParser parser;
    private final VariableFiles variableFiles = new VariableFiles(new YamlReader(), loader);
    private final Map<Path, Optional<Node>> read = new ConcurrentHashMap<>();
    private final Map<Path, CompletableFuture<Ahead>> ahead = new ConcurrentHashMap<>();
    private final Map<Path, Optional<List<Runbook.Step>>> tasks = new ConcurrentHashMap<>();
    private final Map<Path, Optional<List<Runbook.Task>>> handlers = new ConcurrentHashMap<>();
    private final Map<Path, Optional<List<Node.Entry>>> variables = new ConcurrentHashMap<>();

    Sources(ModuleNames modules) {
        this.parser = new RunbookParser(modules);
    }

    RunbookParser parser() {
        return parser;
    }

    /**
     * A runbook, afresh each time.
     *
     * @param shown how it is called in messages
     * @param mentioned where another runbook names it; null where the command line does
     */
    Optional<Runbook> runbook(String shown, Path file, @Nullable Span mentioned, Diagnostics diagnostics) {
        return loader.load(shown, file, mentioned, diagnostics).flatMap(source -> parser.parse(source, diagnostics));
    }

    /** What was read by another thread, and what is to be said about it. */
    private record Ahead(Optional<List<Runbook.Step>> steps, Diagnostics diagnostics) {}

    /** Begins to read a file of tasks that will be asked for, beside whatever else is done. */
    void tasksAhead(Path file, Span mentioned) {
        Path path = file.toAbsolutePath().normalize();
        if (!tasks.containsKey(path)) {
            ahead.computeIfAbsent(path, key -> CompletableFuture.supplyAsync(() -> {
                Diagnostics own = new Diagnostics();
                return new Ahead(parsed(key, mentioned, own, parser::parseTasks), own);
            }));
        }
    }

    /** A file that is a list of tasks; an empty one is an empty list. */
    Optional<List<Runbook.Step>> tasks(Path file, Span mentioned, Diagnostics diagnostics) {
        CompletableFuture<Ahead> begun = ahead.remove(file.toAbsolutePath().normalize());
        if (begun != null) {
            Ahead read = begun.join();
            read.diagnostics().all().forEach(diagnostics::add);
            tasks.put(file.toAbsolutePath().normalize(), read.steps());
            return read.steps();
        }
        return parsed(tasks, file, mentioned, diagnostics, parser::parseTasks);
    }

    /** A file that is a list of handlers. */
    Optional<List<Runbook.Task>> handlers(Path file, Span mentioned, Diagnostics diagnostics) {
        return parsed(handlers, file, mentioned, diagnostics, parser::parseHandlers);
    }

    private <T> Optional<List<T>> parsed(
            Map<Path, Optional<List<T>>> known, Path file, Span mentioned, Diagnostics diagnostics,
            BiFunction<Node, Diagnostics, List<T>> parse) {
        Path path = file.toAbsolutePath().normalize();
        Optional<List<T>> before = known.get(path);
        if (before != null) {
            return before;
        }
        Optional<List<T>> now = parsed(path, mentioned, diagnostics, parse);
        known.put(path, now);
        return now;
    }

    private <T> Optional<List<T>> parsed(
            Path path, Span mentioned, Diagnostics diagnostics, BiFunction<Node, Diagnostics, List<T>> parse) {
        return yaml(path, mentioned, diagnostics)
                .map(root -> root instanceof Node.ScalarNode scalar && scalar.isNull()
                        ? List.<T>of()
                        : parse.apply(root, diagnostics));
    }

    /** A file as it is. */
    Optional<Node> yaml(Path file, Span mentioned, Diagnostics diagnostics) {
        Path path = file.toAbsolutePath().normalize();
        Optional<Node> before = read.get(path);
        if (before != null) {
            return before;
        }
        Optional<Source> source = loader.load(shown(path, mentioned), path, mentioned, diagnostics);
        Optional<Node> now = source.flatMap(text -> new YamlReader().read(text, diagnostics));
        read.put(path, now);
        return now;
    }

    /** A file of variables. */
    Optional<List<Node.Entry>> variables(Path file, Span mentioned, Diagnostics diagnostics) {
        Path path = file.toAbsolutePath().normalize();
        Optional<List<Node.Entry>> before = variables.get(path);
        if (before != null) {
            return before;
        }
        Optional<List<Node.Entry>> now = variableFiles.read(shown(path, mentioned), path, mentioned, diagnostics);
        variables.put(path, now);
        return now;
    }

    /** As the user would write it: relative in the way in which the file that names it was given. */
    static String shown(Path file, Span mentioned) {
        Path by = mentioned.source().path();
        if (by == null || by.getRoot() != null && !by.isAbsolute()) {
            return file.toString();
        }
        Path directory = by.toAbsolutePath().normalize().getParent();
        Path name = Path.of(mentioned.source().name());
        if (directory == null || name.isAbsolute()) {
            return file.toString();
        }
        Path beside = name.getParent() == null ? Path.of("") : name.getParent();
        return beside.resolve(directory.relativize(file.toAbsolutePath().normalize())).normalize().toString();
    }
}
