package dev.runbook.lint;

import dev.runbook.catalog.FileLocator;
import dev.runbook.catalog.ModuleCatalog;
import dev.runbook.catalog.RunbookFiles;
import dev.runbook.expression.Expressions;
import dev.runbook.language.Diagnostic;
import dev.runbook.language.Diagnostics;
import dev.runbook.language.RunbookParser;
import dev.runbook.language.SourceLoader;
import dev.runbook.language.YamlReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Looks for what would run, and yet is probably not meant. All it says are warnings. */
public final class Linter {
    private static final List<Rule> RULES = List.of(
            new UnusedVariables(),
            new UnusedHandlers(),
            new ConstantConditions(),
            new ShadowedVariables(),
            new Commands(),
            new SecretFiles(),
            new TextHabits(),
            new LatestState());

    private final ModuleCatalog modules;
    private final Function<Path, Expressions> expressionsFor;

    /** @param expressionsFor compiles what stands in a runbook in this directory */
    public Linter(ModuleCatalog modules, Function<Path, Expressions> expressionsFor) {
        this.modules = modules;
        this.expressionsFor = expressionsFor;
    }

    /**
     * Checks one runbook. One with errors gives nothing: what it means is not known.
     *
     * @param shown how messages call the file
     * @param inventories the inventories it is used with
     * @param strict also says what is a matter of taste
     * @return warnings; {@link Ignored} takes out those that a comment answers
     */
    public List<Diagnostic> check(String shown, Path file, List<Path> inventories, boolean strict) {
        Diagnostics problems = new Diagnostics();
        Diagnostics found = new Diagnostics();
        new SourceLoader().load(shown, file, null, problems).ifPresent(source -> new YamlReader()
                .read(source, problems)
                .ifPresent(root -> new RunbookParser(modules)
                        .parse(source, root, problems)
                        .filter(runbook -> !problems.hasErrors())
                        .ifPresent(runbook -> {
                            Path directory = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(file);
                            FileLocator files = RunbookFiles.beside(directory);
                            Surroundings surroundings =
                                    new SurroundingsReader(modules, files, directory).read(runbook, root, inventories);
                            Subject subject = new Subject(
                                    runbook, root, modules, expressionsFor.apply(directory), files, surroundings);
                            rules(strict).forEach(rule -> rule.check(subject, found));
                        })));
        return found.all();
    }

    private static List<Rule> rules(boolean strict) {
        List<Rule> rules = new ArrayList<>(RULES);
        if (strict) {
            rules.add(new UnnamedTasks());
        }
        return rules;
    }
}
