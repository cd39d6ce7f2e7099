package dev.runbook.modules.system.command;

import dev.runbook.api.ActionResult;
import dev.runbook.api.EffectModule;
import dev.runbook.api.InvalidParameterException;
import dev.runbook.api.Module;
import dev.runbook.api.Param;
import dev.runbook.api.World;
import dev.runbook.api.host.RunCommand;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The module {@code shell}. */
@Module(
        name = "shell",
        summary = "Runs text through a shell",
        description = {
            "Pipes, redirections, variables and patterns work; a value from outside must be quoted with `quote()`, or it"
                    + " is read as shell as well.",
            "Counts as changed whenever it runs: say with `creates`, `removes` or `changed_when` when it is not. In check"
                    + " mode it does not run, and what depends on its output is unknown."
        },
        examples = {
            "shell: df -h / | tail -1",
            "shell: {cmd: \"make && make install\", chdir: /usr/src/app, creates: /usr/local/bin/app}",
            "shell: \"grep -c @{quote(pattern)} /var/log/syslog\""
        })
public final class ShellModule implements EffectModule<ShellModule.Parameters, CommandResult> {
    /** Parameters of {@code shell}. */
    public record Parameters(
            @Param(value = "The text to run.", freeForm = true) String cmd,
            @Param("Directory to run in.") @Nullable String chdir,
            @Param("A path or pattern; if it is there, nothing runs.") @Nullable String creates,
            @Param("A path or pattern; if it is not there, nothing runs.") @Nullable String removes,
            @Param("What the text reads from its standard input.") @Nullable String stdin,
            @Param(value = "End `stdin` with a newline.", defaultValue = "true") boolean stdinAddNewline,
            @Param(value = "The shell, as an absolute path.", defaultValue = "/bin/sh") String executable) {
        public Parameters {
            if (cmd.isBlank()) {
                throw new InvalidParameterException("cmd", "there is no command in it");
            }
            if (!executable.startsWith("/")) {
                throw new InvalidParameterException("executable", "expected an absolute path such as /bin/bash");
            }
            var unused = new Guard(creates, removes, chdir);
        }

        Guard guard() {
            return new Guard(creates, removes, chdir);
        }
    }

    @Override
    public Decision<CommandResult> decide(Parameters parameters, World world) {
        Optional<String> satisfied = parameters.guard().satisfied(world);
        if (satisfied.isPresent()) {
            return new Decision.Skip<>(satisfied.get(), CommandResult.none(parameters.cmd()));
        }
        return new Decision.Perform<>(List.of(new RunCommand(
                new RunCommand.Shell(parameters.cmd(), parameters.executable()),
                parameters.chdir(),
                Map.of(),
                Commands.input(parameters.stdin(), parameters.stdinAddNewline()))));
    }

    @Override
    public CommandResult result(Parameters parameters, List<ActionResult> results) {
        return Commands.result(parameters.cmd(), results);
    }

    @Override
    public String target(Parameters parameters) {
        String first = parameters.cmd().strip().lines().findFirst().orElse("");
        return first.length() <= 60 ? first : first.substring(0, 57) + "...";
    }
}
