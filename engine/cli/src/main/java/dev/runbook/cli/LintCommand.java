package dev.runbook.cli;

import dev.runbook.catalog.ModuleCatalog;
import dev.runbook.execution.ExitStatus;
import dev.runbook.execution.Preparation;
import dev.runbook.execution.RunOptions;
import java.util.List;

/** {@code runbook lint}: every mistake that can be found without a connection. */
final class LintCommand implements Command {
    @Override
    public String name() {
        return "lint";
    }

    @Override
    public String summary() {
        return "Finds every mistake that needs no connection to be found";
    }

    @Override
    public String usage() {
        return "FILE… [options]";
    }

    @Override
    public List<Option> options() {
        return List.of(RunFlags.INVENTORY, RunFlags.EXTRA, RunFlags.OUTPUT);
    }

    @Override
    public List<String> examples() {
        return List.of(
                "runbook lint site.yml                          # with no inventory: what the runbook itself shows",
                "runbook lint site.yml -i inventory/hosts.yml   # hosts and their variables as well");
    }

    @Override
    public int run(Parsed parsed, Console console) {
        if (parsed.arguments().isEmpty()) {
            throw new UsageException("which runbook?", "runbook lint FILE");
        }
        boolean jsonLines = Setup.jsonLines(parsed);
        try (ModuleCatalog modules = Setup.modules(console)) {
            Preparation.Prepared prepared = Setup.preparation(modules)
                    .prepare(new Preparation.Request(
                            parsed.arguments(),
                            parsed.values("inventory"),
                            parsed.values("extra-vars"),
                            RunOptions.LINT,
                            console.directory()));
            Setup.show(prepared.diagnostics(), jsonLines, console);
            if (prepared.good() && !jsonLines) {
                console.out().println(parsed.arguments().size() == 1
                        ? parsed.arguments().getFirst() + ": no errors"
                        : parsed.arguments().size() + " runbooks: no errors");
            }
            return prepared.good() ? ExitStatus.DONE : ExitStatus.INVALID;
        }
    }
}
