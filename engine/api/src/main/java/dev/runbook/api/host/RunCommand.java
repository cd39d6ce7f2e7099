package dev.runbook.api.host;

import dev.runbook.api.Answer;
import dev.runbook.api.HostAction;
import dev.runbook.api.Payload;
import dev.runbook.api.Query;
import dev.runbook.api.ShellScript;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Runs a command that may change anything, so that nothing can be told about what is there afterwards.
 *
 * <p>The arguments of {@link Program} are visible to other users of the host while it runs; the text for a
 * {@link Shell}, the environment and the input are not.
 *
 * @param what to run
 * @param chdir where, or null for where the session is
 * @param environment variables set for it
 * @param input what it reads, or null for nothing
 */
public record RunCommand(
        Command what, @Nullable String chdir, Map<String, String> environment, @Nullable Payload input)
        implements HostAction {
    public RunCommand {
        environment = Map.copyOf(environment);
    }

    /** What is run. */
    public sealed interface Command {}

    /** A program, found in the search path, with arguments that nothing expands. */
    public record Program(List<String> argv) implements Command {
        public Program {
            argv = List.copyOf(argv);
            if (argv.isEmpty()) {
                throw new IllegalArgumentException("a command needs a program");
            }
        }
    }

    /**
     * Text for a shell.
     *
     * @param executable the shell, {@code /bin/sh} say
     */
    public record Shell(String text, String executable) implements Command {}

    @Override
    public String summary() {
        return switch (what) {
            case Program program -> "run " + String.join(" ", program.argv());
            case Shell shell -> "run " + shell.text().strip().lines().findFirst().orElse("");
        };
    }

    @Override
    public <T extends @Nullable Object> Answer<T> after(Query<T> query, Answer<T> before) {
        return before;
    }

    @Override
    public boolean opaque() {
        return true;
    }

    @Override
    public ShellScript script() {
        StringBuilder script = new StringBuilder();
        if (chdir != null) {
            script.append("cd ").append(ShellScript.quote(chdir)).append(" || exit\n");
        }
        new TreeMap<>(environment).forEach((name, value) ->
                script.append("export ").append(name).append('=').append(ShellScript.quote(value)).append('\n'));
        switch (what) {
            case Program program -> script.append("exec ").append(ShellScript.quote(program.argv())).append('\n');
            // The text goes through the environment, which only the user and root can see, not the argument list.
            case Shell shell -> script.append("export RUNBOOK_TEXT=").append(ShellScript.quote(shell.text()))
                    .append("\nexec ").append(ShellScript.quote(shell.executable()))
                    .append(" -c '_text=$RUNBOOK_TEXT; unset RUNBOOK_TEXT; eval \"$_text\"'\n");
        }
        return new ShellScript(script.toString(), input);
    }
}
