package dev.runbook.modules.system.command;

import dev.runbook.api.ActionResult;
import dev.runbook.api.EffectModule;
import dev.runbook.api.InvalidParameterException;
import dev.runbook.api.Module;
import dev.runbook.api.Param;
import dev.runbook.api.World;
import dev.runbook.api.host.RunCommand;
import dev.runbook.api.host.ShellWords;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The module {@code command}. */
@Module(
        name = "command",
        summary = "Runs a program with arguments, without a shell",
        description = {
            "Words are split as a shell does, and nothing else is: no variables, pipes, redirections or patterns; use"
                    + " `shell` for those.",
            "Counts as changed whenever it runs: say with `creates`, `removes` or `changed_when` when it is not. In check"
                    + " mode it does not run, and what depends on its output is unknown; `check_mode: no` lets one that"
                    + " only reads run all the same.",
            "Arguments are visible to other users of the host while the program runs; give secrets through `stdin` or"
                    + " the task's `environment`."
        },
        examples = {
            "command: systemctl list-timers",
            "command: {argv: [tar, -xf, \"/tmp/with space.tar\"], chdir: /opt, creates: /opt/app}"
        })
public final class CommandModule implements EffectModule<CommandModule.Parameters, CommandResult> {
    /** Parameters of {@code command}. */
    public record Parameters(
            @Param(value = "The program and its arguments, as one text.", freeForm = true) @Nullable String cmd,
            @Param("The program and its arguments, as a list; nothing is split.") List<String> argv,
            @Param("Directory to run in.") @Nullable String chdir,
            @Param("A path or pattern; if it is there, nothing runs.") @Nullable String creates,
            @Param("A path or pattern; if it is not there, nothing runs.") @Nullable String removes,
            @Param("What the program reads from its standard input.") @Nullable String stdin,
            @Param(value = "End `stdin` with a newline.", defaultValue = "true") boolean stdinAddNewline) {
        public Parameters {
            argv = List.copyOf(argv);
            if ((cmd == null) == argv.isEmpty()) {
                throw new InvalidParameterException(
                        cmd == null ? "" : "argv",
                        cmd == null ? "needs a command to run" : "give the command as text or as argv, not both");
            }
            if (cmd != null && split(cmd).isEmpty()) {
                throw new InvalidParameterException("cmd", "there is no command in it");
            }
            var unused = new Guard(creates, removes, chdir);
        }

        List<String> words() {
            return cmd == null ? argv : split(cmd);
        }

        Guard guard() {
            return new Guard(creates, removes, chdir);
        }

        private static List<String> split(String cmd) {
            try {
                return ShellWords.split(cmd);
            } catch (IllegalArgumentException e) {
                throw new InvalidParameterException("cmd", String.valueOf(e.getMessage()));
            }
        }
    }

    @Override
    public Decision<CommandResult> decide(Parameters parameters, World world) {
        Optional<String> satisfied = parameters.guard().satisfied(world);
        if (satisfied.isPresent()) {
            return new Decision.Skip<>(satisfied.get(), CommandResult.none(target(parameters)));
        }
        return new Decision.Perform<>(List.of(new RunCommand(
                new RunCommand.Program(parameters.words()),
                parameters.chdir(),
                Map.of(),
                Commands.input(parameters.stdin(), parameters.stdinAddNewline()))));
    }

    @Override
    public CommandResult result(Parameters parameters, List<ActionResult> results) {
        return Commands.result(target(parameters), results);
    }

    @Override
    public String target(Parameters parameters) {
        return String.join(" ", parameters.words());
    }
}
