package dev.runbook.modules.system.command;

import dev.runbook.api.ActionResult;
import dev.runbook.api.EffectModule;
import dev.runbook.api.InvalidParameterException;
import dev.runbook.api.Module;
import dev.runbook.api.Param;
import dev.runbook.api.World;
import dev.runbook.api.host.RunCommand;
import dev.runbook.modules.system.file.HostPaths;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs a piece of shell. */
@Module(
        name = "shell",
        summary = "Runs a piece of shell",
        description = {
            "The text is given to `/bin/sh`, or to the shell that `executable` names, with pipes, variables and all.",
            "It counts as changed whenever it runs; say when it need not run with `creates` or `removes`, or what counts "
                    + "as a change with `changed_when`.",
            "Unlike arguments of `command`, the text is not visible to other users of the host."
        },
        examples = {
            """
            - shell: grep -c processor /proc/cpuinfo | tee /var/lib/app/cores
            """,
            """
            - shell: |
                set -o pipefail
                pg_dump app | gzip > app.sql.gz
              args: {executable: /bin/bash, chdir: /var/backups, creates: app.sql.gz}
            """
        })
public final class ShellModule implements EffectModule<ShellModule.Parameters, CommandResult> {
    /** What a task gives. */
    public record Parameters(
            @Param(value = "The text for the shell.", name = "cmd", freeForm = true) String command,
            @Param("The directory to run in.") @Nullable String chdir,
            @Param("A path or pattern: when something is there already, the text is not run. Relative to `chdir`.")
            @Nullable String creates,
            @Param("A path or pattern: when nothing is there, the text is not run. Relative to `chdir`.")
            @Nullable String removes,
            @Param(value = "The shell, an absolute path.", defaultValue = "/bin/sh") String executable,
            @Param("What it reads from its standard input.") @Nullable String stdin,
            @Param(value = "Ends the standard input with a newline.", defaultValue = "true") boolean stdinAddNewline,
            @Param(value = "Takes empty lines off the end of what it prints.", defaultValue = "true")
            boolean stripEmptyEnds) {
        public Parameters {
            Guards.check(chdir, creates, removes);
            HostPaths.check("executable", executable);
            if (command.isBlank()) {
                throw new InvalidParameterException("cmd", "there is no command");
            }
        }
    }

    @Override
    public Decision<CommandResult> decide(Parameters parameters, World world) {
        String chdir = parameters.chdir() == null ? null : HostPaths.resolve(parameters.chdir(), world);
        String reason = Guards.reason(world, chdir, parameters.creates(), parameters.removes());
        if (reason != null) {
            return new Decision.Skip<>(reason, CommandResult.skipped(parameters.command(), reason));
        }
        return new Decision.Perform<>(List.of(new RunCommand(
                new RunCommand.Shell(parameters.command(), parameters.executable()), chdir, Map.of(),
                CommandResult.input(parameters.stdin(), parameters.stdinAddNewline()))));
    }

    @Override
    public CommandResult result(Parameters parameters, List<ActionResult> results) {
        return CommandResult.of(parameters.command(), results, parameters.stripEmptyEnds());
    }

    @Override
    public String target(Parameters parameters) {
        return parameters.command().strip().lines().findFirst().orElse("");
    }
}
