package dev.runbook.modules.system.command;

import dev.runbook.api.ActionResult;
import dev.runbook.api.Payload;
import dev.runbook.api.TaskFailedException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What {@code command} and {@code shell} have in common. */
final class Commands {
    private static final int SHOWN_LINES = 15;

    private Commands() {}

    static @Nullable Payload input(@Nullable String stdin, boolean newline) {
        if (stdin == null) {
            return null;
        }
        return Payload.of(newline && !stdin.endsWith("\n") ? stdin + "\n" : stdin);
    }

    /** The result, or a failure that shows the end of what the command complained. */
    static CommandResult result(String cmd, List<ActionResult> results) {
        CommandResult result = CommandResult.of(cmd, results.getLast());
        if (result.rc() == 0) {
            return result;
        }
        List<String> said = result.stderr().isEmpty() ? result.stdoutLines() : result.stderrLines();
        String shown = String.join("\n", said.subList(Math.max(0, said.size() - SHOWN_LINES), said.size()));
        List<String> hints =
                switch (result.rc()) {
                    case 127 -> List.of("there is no such program in the search path of this user");
                    case 126 -> List.of("it is there but cannot be run: check its mode and what it is");
                    default -> List.of();
                };
        throw new TaskFailedException(
                "exit status " + result.rc() + (shown.isEmpty() ? ", and it said nothing" : ":\n" + shown), result, hints);
    }
}
