package dev.runbook.modules.system.command;

import dev.runbook.api.ActionResult;
import java.util.List;

/**
 * What a command gave.
 *
 * @param cmd what was run
 * @param rc its exit status
 * @param stdout without the line ends at its end
 * @param stdoutLines the same, by lines
 * @param stderr without the line ends at its end
 * @param stderrLines the same, by lines
 * @param delta how long it took, in seconds
 */
public record CommandResult(
        String cmd,
        int rc,
        String stdout,
        List<String> stdoutLines,
        String stderr,
        List<String> stderrLines,
        double delta) {
    public CommandResult {
        stdoutLines = List.copyOf(stdoutLines);
        stderrLines = List.copyOf(stderrLines);
    }

    static CommandResult of(String cmd, ActionResult result) {
        String out = result.stdout().stripTrailing();
        String err = result.stderr().stripTrailing();
        return new CommandResult(
                cmd,
                result.exitStatus(),
                out,
                out.lines().toList(),
                err,
                err.lines().toList(),
                result.elapsed().toMillis() / 1000.0);
    }

    /** Of one that did not have to run. */
    static CommandResult none(String cmd) {
        return new CommandResult(cmd, 0, "", List.of(), "", List.of(), 0);
    }
}
