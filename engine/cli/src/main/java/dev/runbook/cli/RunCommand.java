package dev.runbook.cli;

import dev.runbook.catalog.ModuleCatalog;
import dev.runbook.execution.ExitStatus;
import dev.runbook.execution.Listing;
import dev.runbook.execution.Preparation;
import java.util.List;

/** {@code runbook run}. */
final class RunCommand implements Command {
    @Override
    public String name() {
        return "run";
    }

    @Override
    public String summary() {
        return "Carries out runbooks";
    }

    @Override
    public String usage() {
        return "FILE… [options]";
    }

    @Override
    public List<Option> options() {
        return RunFlags.forRuns();
    }

    @Override
    public List<String> examples() {
        return List.of(
                "runbook run site.yml -i inventory/hosts.yml          # on all hosts of its plays",
                "runbook run site.yml -i web1,web2, -u admin -b       # on two hosts, as root through sudo",
                "runbook run site.yml --check --diff                  # only show what would change",
                "runbook run site.yml -t config -l 'web:!web3'        # some tasks, some hosts",
                "runbook run site.yml --output jsonl | jq .status     # events for programs");
    }

    @Override
    public int run(Parsed parsed, Console console) throws InterruptedException {
        return run(parsed, console, false);
    }

    static int run(Parsed parsed, Console console, boolean check) throws InterruptedException {
        if (parsed.arguments().isEmpty()) {
            throw new UsageException("which runbook?", "runbook " + (check ? "check" : "run") + " FILE");
        }
        try (ModuleCatalog modules = Setup.modules(console)) {
            Preparation.Request request = new Preparation.Request(
                    parsed.arguments(),
                    parsed.values("inventory"),
                    parsed.values("extra-vars"),
                    RunFlags.options(parsed, console, check),
                    console.directory());
            Preparation.Prepared prepared = Setup.preparation(modules).prepare(request);
            if (prepared.good() && lists(parsed, prepared, console)) {
                return ExitStatus.DONE;
            }
            return Runs.run(prepared, parsed, console);
        }
    }

    private static boolean lists(Parsed parsed, Preparation.Prepared prepared, Console console) {
        boolean listed = false;
        for (String what : List.of("list-hosts", "list-tasks", "list-tags")) {
            if (parsed.has(what)) {
                console.out().print(switch (what) {
                    case "list-hosts" -> Listing.hosts(prepared);
                    case "list-tasks" -> Listing.tasks(prepared);
                    default -> Listing.tags(prepared);
                });
                listed = true;
            }
        }
        return listed;
    }

}
