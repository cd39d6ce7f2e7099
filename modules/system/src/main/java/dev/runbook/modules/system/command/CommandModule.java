package dev.runbook.modules.system.command;

import dev.runbook.api.ActionResult;
import dev.runbook.api.EffectModule;
import dev.runbook.api.InvalidParameterException;
import dev.runbook.api.Module;
import dev.runbook.api.Param;
import dev.runbook.api.World;
import dev.runbook.api.host.RunCommand;
import dev.runbook.api.host.ShellWords;
import dev.runbook.modules.system.file.HostPaths;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Runs a program. */
@Module(
        name = "command",
        summary = "Runs a program, without a shell",
        description = {
            "The text is split into words as a shell does, with quotes and backslashes, but nothing is expanded: no "
                    + "variables, patterns, pipes or redirections. `shell` has those.",
            "It counts as changed whenever it runs; say when it need not run with `creates` or `removes`, or what counts "
                    + "as a change with `changed_when`. A module for the purpose is better where there is one: what a "
                    + "command will do cannot be previewed.",
            "Arguments are visible to other users of the host while the program runs; give secrets through `stdin` or "
                    + "the task's `environment`."
        },
        formerNames = {"raw"},
        examples = {
            """
            - command: update-ca-certificates --fresh
            """,
            """
            - command:
                argv: [tar, xf, "/tmp/two words.tar", -C, /opt]
                creates: /opt/app/bin
            """
        })
public final class CommandModule implements EffectModule<CommandModule.Parameters, CommandResult> {
    private static final Set<String> OPERATORS =
            Set.of("|", "||", "&&", "&", ">", ">>", "<", "2>&1", "2>/dev/null", ">/dev/null", "&>", "<<");

    /** What a task gives. */
    public record Parameters(
            @Param(value = "The program and its arguments, as one text.", name = "cmd", freeForm = true)
            @Nullable String command,
            @Param("The program and its arguments as a list, instead of one text.") List<String> argv,
            @Param("The directory to run in.") @Nullable String chdir,
            @Param("A path or pattern: when something is there already, the program is not run. Relative to `chdir`.")
            @Nullable String creates,
            @Param("A path or pattern: when nothing is there, the program is not run. Relative to `chdir`.")
            @Nullable String removes,
            @Param("What the program reads from its standard input.") @Nullable String stdin,
            @Param(value = "Ends the standard input with a newline.", defaultValue = "true") boolean stdinAddNewline,
            @Param(value = "Takes empty lines off the end of what it prints.", defaultValue = "true")
            boolean stripEmptyEnds) {
        public Parameters {
            argv = List.copyOf(argv);
            Guards.check(chdir, creates, removes);
            if ((command == null || command.isBlank()) == argv.isEmpty()) {
                throw new InvalidParameterException(argv.isEmpty() ? "cmd" : "argv", argv.isEmpty()
                        ? "there is no command"
                        : "`cmd` and `argv` exclude each other");
            }
            for (String word : command == null ? List.<String>of() : bare(command)) {
                if (OPERATORS.contains(word)) {
                    throw new InvalidParameterException("cmd", "`command` runs a program without a shell; `" + word
                            + "` would be one of its arguments",
                            "Use the `shell` module, or quote the word if the program is to see it.");
                }
            }
        }

        List<String> words() {
            return command == null ? argv : ShellWords.split(command);
        }
    }

    /** The words of the text that hold no quotes. */
    private static List<String> bare(String command) {
        try {
            ShellWords.split(command);
        } catch (IllegalArgumentException e) {
            throw new InvalidParameterException("cmd", String.valueOf(e.getMessage()),
                    "Quote a quotation mark with a backslash, or give the words as a list with `argv`.");
        }
        return List.of(command.replaceAll("\\\\.|'[^']*'|\"(?:\\\\.|[^\"\\\\])*\"", "q").strip().split("\\s+"));
    }

    @Override
    public Decision<CommandResult> decide(Parameters parameters, World world) {
        String chdir = parameters.chdir() == null ? null : HostPaths.resolve(parameters.chdir(), world);
        String reason = Guards.reason(world, chdir, parameters.creates(), parameters.removes());
        if (reason != null) {
            return new Decision.Skip<>(reason, CommandResult.skipped(parameters.words(), reason));
        }
        return new Decision.Perform<>(List.of(new RunCommand(new RunCommand.Program(parameters.words()), chdir,
                Map.of(), CommandResult.input(parameters.stdin(), parameters.stdinAddNewline()))));
    }

    @Override
    public CommandResult result(Parameters parameters, List<ActionResult> results) {
        return CommandResult.of(parameters.words(), results, parameters.stripEmptyEnds());
    }

    @Override
    public String target(Parameters parameters) {
        return String.join(" ", parameters.words());
    }
}
