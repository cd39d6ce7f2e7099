package dev.runbook.cli;

import java.util.List;

/** {@code runbook check}: run with --check --diff. */
final class CheckCommand implements Command {
    @Override
    public String name() {
        return "check";
    }

    @Override
    public String summary() {
        return "Shows what a run would change, and changes nothing";
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
                "runbook check site.yml -i inventory/hosts.yml     # every change, with its diff",
                "runbook check site.yml --exit-on-change           # exit 3 if anything would change");
    }

    @Override
    public int run(Parsed parsed, Console console) throws InterruptedException {
        return RunCommand.run(parsed, console, true);
    }
}
