package dev.runbook.cli;

import java.util.List;

/** All commands, in the order in which help lists them. */
final class Commands {
    private Commands() {}

    static List<Command> all() {
        return List.of(
                new RunCommand(),
                new CheckCommand(),
                new RehearseCommand(),
                new LintCommand(),
                new ExecCommand(),
                new InventoryCommand(),
                new DocCommand(),
                new SchemaCommand());
    }
}
