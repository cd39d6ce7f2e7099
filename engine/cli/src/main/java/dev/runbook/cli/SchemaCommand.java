package dev.runbook.cli;

import dev.runbook.catalog.ModuleCatalog;
import dev.runbook.execution.ExitStatus;
import dev.runbook.schema.RunbookSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** {@code runbook schema}: what editors need to complete and check runbooks. */
final class SchemaCommand implements Command {
    @Override
    public String name() {
        return "schema";
    }

    @Override
    public String summary() {
        return "Prints a JSON Schema of runbooks, with every module, for editors";
    }

    @Override
    public String usage() {
        return "[--output FILE]";
    }

    @Override
    public List<Option> options() {
        return List.of(Option.value("o", "output", "FILE", "write it there instead"));
    }

    @Override
    public List<String> examples() {
        return List.of(
                "runbook schema --output runbook.schema.json",
                "# yaml-language-server: $schema=runbook.schema.json   # as the first line of a runbook, for VS Code");
    }

    @Override
    public int run(Parsed parsed, Console console) {
        if (!parsed.arguments().isEmpty()) {
            throw new UsageException(
                    "runbook schema takes no arguments", "runbook schema --output " + parsed.arguments().getFirst());
        }
        try (ModuleCatalog modules = Setup.modules(console)) {
            String schema = new RunbookSchema(modules.all()).json();
            Setup.show(modules.diagnostics(), false, console);
            String file = parsed.value("output").orElse("");
            if (file.isEmpty()) {
                console.out().print(schema);
                return ExitStatus.DONE;
            }
            return write(console.directory().resolve(file), file, schema, console);
        }
    }

    private static int write(Path file, String shown, String schema, Console console) {
        try {
            Files.writeString(file, schema);
            console.out().println("written to " + shown);
            return ExitStatus.DONE;
        } catch (IOException e) {
            String reason = Files.isDirectory(file)
                    ? "it is a directory"
                    : file.toAbsolutePath().getParent() instanceof Path parent && !Files.isDirectory(parent)
                            ? "there is no directory " + parent
                            : "permission is missing, or the disk is full";
            console.err().println("runbook: " + shown + " cannot be written: " + reason);
            return ExitStatus.INTERNAL;
        }
    }
}
