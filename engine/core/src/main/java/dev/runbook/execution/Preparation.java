package dev.runbook.execution;

import dev.runbook.catalog.ModuleCatalog;
import dev.runbook.catalog.ModuleDescriptor;
import dev.runbook.expression.Expressions;
import dev.runbook.inventory.Inventory;
import dev.runbook.inventory.InventoryLoader;
import dev.runbook.inventory.InventoryRequest;
import dev.runbook.inventory.VariableFiles;
import dev.runbook.language.Diagnostic;
import dev.runbook.language.Diagnostics;
import dev.runbook.language.ModuleNames;
import dev.runbook.language.Runbook;
import dev.runbook.language.Source;
import dev.runbook.language.SourceLoader;
import dev.runbook.language.Suggestions;
import dev.runbook.language.YamlReader;
import dev.runbook.variables.ExtraVariables;
import dev.runbook.variables.Frame;
import dev.runbook.variables.Variables;
import dev.runbook.variables.VarsFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Reads and checks everything a run needs, before anything is touched: all mistakes at once. */
public final class Preparation {
    private final ModuleCatalog modules;
    private final Function<Path, Expressions> expressionsFor;

    /** @param expressionsFor compiles what stands in a runbook or inventory in this directory */
    public Preparation(ModuleCatalog modules, Function<Path, Expressions> expressionsFor) {
        this.modules = modules;
        this.expressionsFor = expressionsFor;
    }

    /**
     * What is asked for.
     *
     * @param runbooks as the user named them
     * @param inventories as given to {@code -i}
     * @param extraVariables as given to {@code -e}
     * @param directory where relative paths start
     */
    public record Request(
            List<String> runbooks,
            List<String> inventories,
            List<String> extraVariables,
            RunOptions options,
            Path directory) {
        public Request {
            runbooks = List.copyOf(runbooks);
            inventories = List.copyOf(inventories);
            extraVariables = List.copyOf(extraVariables);
        }
    }

    /**
     * What a run needs. With errors among the diagnostics it must not be run.
     *
     * @param diagnostics errors and warnings, in the order of the text
     */
    public record Prepared(
            Request request,
            Program program,
            Inventory inventory,
            Variables variables,
            VarsFiles varsFiles,
            List<Diagnostic> diagnostics) {
        public Prepared {
            diagnostics = List.copyOf(diagnostics);
        }

        public boolean good() {
            return diagnostics.stream().noneMatch(d -> d.severity() == Diagnostic.Severity.ERROR);
        }
    }

    /** Reads the files of a request. */
    public Prepared prepare(Request request) {
        Diagnostics diagnostics = new Diagnostics();
        Sources sources = new Sources(names());
        List<Runbook> runbooks = new ArrayList<>();
        for (String name : request.runbooks()) {
            sources.runbook(name, request.directory().resolve(name), null, diagnostics).ifPresent(runbooks::add);
        }
        return prepare(request, sources, runbooks, diagnostics);
    }

    /** Checks a runbook that is already in memory: one task from the command line. */
    public Prepared prepare(Request request, Source runbook) {
        Diagnostics diagnostics = new Diagnostics();
        List<Runbook> runbooks = new ArrayList<>();
        Sources sources = new Sources(names());
        sources.parser().parse(runbook, diagnostics).ifPresent(runbooks::add);
        return prepare(request, sources, runbooks, diagnostics);
    }

    private Prepared prepare(
            Request request, Sources sources, List<Runbook> runbooks, Diagnostics diagnostics) {
        Path first = runbooks.isEmpty() ? request.directory() : directoryOf(runbooks.getFirst(), request.directory());
        Diagnostics aboutInventory = new Diagnostics();
        Inventory inventory = new InventoryLoader(
                        new YamlReader(), new SourceLoader(), modules.inventorySources().plugins(expressionsFor))
                .load(new InventoryRequest(request.inventories(), request.directory(), first), aboutInventory);
        aboutInventory.all().forEach(diagnostics::add);
        Expressions expressions = expressionsFor.apply(first);
        VariableFiles files = new VariableFiles(new YamlReader(), new SourceLoader());
        Frame extra = ExtraVariables.parse(request.extraVariables(), request.directory(), diagnostics);
        Variables variables = Variables.of(inventory, extra, expressions, first, request.options().check());
        variables.check(diagnostics);
        List<Program.Play> plays = new ArrayList<>();
        TagSelection tags = new TagSelection(request.options().tags(), request.options().skipTags());
        Compiler compiler = new Compiler(
                modules, expressionsFor, sources, tags, frames -> variables.host("localhost").scope(frames));
        PlaybookImports imports = new PlaybookImports(
                sources, compiler, variables.host("localhost").scope(List.of()), diagnostics);
        for (Runbook runbook : runbooks) {
            imports.plays(runbook, directoryOf(runbook, request.directory()))
                    .forEach(play -> plays.add(compiler.play(play, diagnostics)));
        }
        Program program = new Program(plays);
        VarsFiles varsFiles = new VarsFiles(files, expressions);
        if (!aboutInventory.hasErrors()) { // else everything that it should have defined would be reported as well
            Selection selection = new Selection(variables, request.options(), program);
            plays.forEach(play -> selection.check(play, diagnostics));
            plays.forEach(play -> new NotifiedHandlers(play, diagnostics).check());
            selection.checkLimit(plays, diagnostics);
            checkTags(request.options(), program, diagnostics);
            new UndefinedNames(variables, selection, varsFiles, compiler.lost(), diagnostics).check(program);
        }
        modules.diagnostics().forEach(diagnostics::add);
        checkStart(request.options(), program, diagnostics);
        return new Prepared(request, program, inventory, variables, varsFiles, diagnostics.all());
    }

    static Path directoryOf(Runbook runbook, Path otherwise) {
        Path file = runbook.source().path();
        Path parent = file == null ? null : file.toAbsolutePath().getParent();
        return parent == null ? otherwise : parent;
    }

    private static void checkStart(RunOptions options, Program program, Diagnostics diagnostics) {
        if (options.startAt() == null) {
            return;
        }
        Set<String> names = new TreeSet<>();
        program.plays().stream().flatMap(Steps::tasks).forEach(task -> names.add(task.staticName()));
        if (!names.contains(options.startAt())) {
            List<String> near = Suggestions.nearest(options.startAt(), names);
            diagnostics.add(Diagnostic.error(
                    "start-at-missing",
                    null,
                    "--start-at: no task is called \"" + options.startAt() + "\"",
                    near.isEmpty() ? "--list-tasks lists them" : "did you mean \"" + near.getFirst() + "\"?"));
        }
    }

    /** A tag that selects nothing is most often misspelt. */
    private static void checkTags(RunOptions options, Program program, Diagnostics diagnostics) {
        if (options.allowEmpty() || diagnostics.hasErrors()) {
            return;
        }
        Set<String> known = new TreeSet<>(TagSelection.SPECIAL);
        List<Program.Task> tasks = program.plays().stream().flatMap(play -> Steps.everything(play).stream()).toList();
        tasks.forEach(task -> known.addAll(task.tags()));
        for (String tag : options.tags()) {
            if (!known.contains(tag)) {
                List<String> near = Suggestions.nearest(tag, known);
                diagnostics.add(Diagnostic.error(
                        "no-tasks",
                        null,
                        "--tags: no task has the tag \"" + tag + "\"",
                        near.isEmpty() ? "--list-tags lists them" : "did you mean \"" + near.getFirst() + "\"?",
                        "--allow-empty accepts a run that selects nothing"));
            }
        }
        boolean narrowed = !options.tags().isEmpty() || !options.skipTags().isEmpty();
        if (narrowed && !diagnostics.hasErrors() && tasks.stream().noneMatch(Program.Task::selected)) {
            diagnostics.add(Diagnostic.error(
                    "no-tasks",
                    null,
                    "--tags and --skip-tags leave no task",
                    "--list-tags lists the tags",
                    "--allow-empty accepts a run that selects nothing"));
        }
    }

    private ModuleNames names() {
        return new ModuleNames() {
            @Override
            public Collection<String> names() {
                return modules.names();
            }

            @Override
            public Optional<String> renamed(String formerName) {
                return Optional.ofNullable(modules.formerNames().get(formerName));
            }

            @Override
            public boolean takesText(String name) {
                return modules.find(name).map(ModuleDescriptor::takesText).orElse(false);
            }
        };
    }
}
