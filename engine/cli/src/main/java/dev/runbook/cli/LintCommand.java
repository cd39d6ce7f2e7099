package dev.runbook.cli;

import dev.runbook.catalog.ModuleCatalog;
import dev.runbook.execution.ExitStatus;
import dev.runbook.execution.Preparation;
import dev.runbook.execution.RunOptions;
import dev.runbook.expression.MvelExpressions;
import dev.runbook.language.Diagnostic;
import dev.runbook.lint.Ignored;
import dev.runbook.lint.Linter;
import dev.runbook.report.GitHubAnnotations;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** {@code runbook lint}: every mistake that can be found without a connection, and what is probably one. */
final class LintCommand implements Command {
    private static final Option OUTPUT =
            Option.value("", "output", "text|jsonl|github", "for people, as JSON lines, or as annotations of GitHub");
    private static final Option STRICT =
            Option.flag("", "strict", "exit with 5 for warnings too, and warn of tasks without a name");

    /** How what was found is shown. */
    private enum Output {
        TEXT,
        JSONL,
        GITHUB
    }

    @Override
    public String name() {
        return "lint";
    }

    @Override
    public String summary() {
        return "Finds every mistake that needs no connection to be found, and warns of what is probably one";
    }

    @Override
    public String usage() {
        return "FILE… [options]";
    }

    @Override
    public List<Option> options() {
        return List.of(RunFlags.INVENTORY, RunFlags.EXTRA, OUTPUT, STRICT);
    }

    @Override
    public List<String> examples() {
        return List.of(
                "runbook lint site.yml                          # with no inventory: what the runbook itself shows",
                "runbook lint site.yml -i inventory/hosts.yml   # hosts and their variables as well",
                "runbook lint site.yml --strict                 # exit 5 for errors and warnings; else errors only",
                "runbook lint site.yml --output github          # in a workflow: marks the lines of a pull request",
                "# lint: ignore latest-state                    # such a comment answers a warning on its line");
    }

    @Override
    public int run(Parsed parsed, Console console) {
        if (parsed.arguments().isEmpty()) {
            throw new UsageException("which runbook?", "runbook lint FILE");
        }
        Output output = output(parsed);
        boolean strict = parsed.has("strict");
        try (ModuleCatalog modules = Setup.modules(console)) {
            Preparation.Prepared prepared = Setup.preparation(modules)
                    .prepare(new Preparation.Request(
                            parsed.arguments(),
                            parsed.values("inventory"),
                            parsed.values("extra-vars"),
                            RunOptions.LINT,
                            console.directory()));
            Set<Diagnostic> found = new LinkedHashSet<>(prepared.diagnostics());
            if (prepared.good()) {
                found.addAll(warnings(parsed, modules, strict, console));
            }
            List<Diagnostic> left = Ignored.without(found);
            show(left, output, parsed.arguments(), console);
            return prepared.good() && (!strict || left.isEmpty()) ? ExitStatus.DONE : ExitStatus.INVALID;
        }
    }

    private static List<Diagnostic> warnings(Parsed parsed, ModuleCatalog modules, boolean strict, Console console) {
        Linter linter = new Linter(modules, MvelExpressions::new);
        List<Path> inventories = parsed.values("inventory").stream()
                .filter(name -> !name.contains(",")) // a list of hosts
                .map(name -> console.directory().resolve(name))
                .filter(Files::exists)
                .toList();
        return parsed.arguments().stream()
                .flatMap(name -> linter.check(name, console.directory().resolve(name), inventories, strict).stream())
                .toList();
    }

    private static void show(List<Diagnostic> found, Output output, List<String> runbooks, Console console) {
        switch (output) {
            case GITHUB -> console.out().print(GitHubAnnotations.of(found));
            case JSONL -> Setup.show(found, true, console);
            case TEXT -> {
                Setup.show(found, false, console);
                if (found.stream().noneMatch(d -> d.severity() == Diagnostic.Severity.ERROR)) {
                    console.out().println(
                            runbooks.size() == 1
                                    ? runbooks.getFirst() + ": no errors"
                                    : runbooks.size() + " runbooks: no errors");
                }
            }
        }
    }

    private static Output output(Parsed parsed) {
        return switch (parsed.value("output").orElse("text")) {
            case "text" -> Output.TEXT;
            case "jsonl" -> Output.JSONL;
            case "github" -> Output.GITHUB;
            case String other ->
                throw new UsageException("--output is text, jsonl or github, not \"" + other + "\"");
        };
    }
}
