package dev.runbook.modules.system.command;

import dev.runbook.api.ActionResult;
import dev.runbook.api.Payload;
import dev.runbook.api.TaskFailedException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a command gave.
 *
 * @param cmd what was run: text, or a list of words
 * @param rc its exit status
 * @param stdout what it printed
 * @param stderr what it complained
 * @param stdoutLines the same by lines
 * @param stderrLines the same by lines
 * @param delta how long it took, {@code h:mm:ss.ffffff}
 * @param msg why it was not run, or ""
 */
public record CommandResult(
        Object cmd,
        int rc,
        String stdout,
        String stderr,
        List<String> stdoutLines,
        List<String> stderrLines,
        String delta,
        String msg) {
    /** As many lines of complaint as a message shows. */
    private static final int LINES = 10;

    static CommandResult skipped(Object cmd, String reason) {
        return new CommandResult(cmd, 0, "", "", List.of(), List.of(), "0:00:00.000000", "not run: " + reason);
    }

    static @Nullable Payload input(@Nullable String stdin, boolean newline) {
        return stdin == null ? null : Payload.of(newline && !stdin.endsWith("\n") ? stdin + "\n" : stdin);
    }

    /**
     * @throws TaskFailedException where the exit status is not 0
     */
    static CommandResult of(Object cmd, List<ActionResult> results, boolean strip) {
        ActionResult last = results.getLast();
        String out = strip ? stripped(last.stdout()) : last.stdout();
        String err = strip ? stripped(last.stderr()) : last.stderr();
        CommandResult result = new CommandResult(cmd, last.exitStatus(), out, err, out.lines().toList(),
                err.lines().toList(), delta(last.elapsed()), "");
        if (!last.succeeded()) {
            throw new TaskFailedException(message(result), result, List.of());
        }
        return result;
    }

    private static String message(CommandResult result) {
        List<String> lines = result.stderrLines().isEmpty() ? result.stdoutLines() : result.stderrLines();
        List<String> shown = lines.subList(Math.max(0, lines.size() - LINES), lines.size());
        String what =
                switch (result.rc()) {
                    case 126 -> "the command could not be executed (exit status 126)";
                    case 127 -> "the command was not found (exit status 127)";
                    default -> "the command ended with exit status " + result.rc();
                };
        return shown.isEmpty() ? what : what + ": " + String.join("\n", shown);
    }

    private static String stripped(String text) {
        return text.replaceFirst("[\r\n]+$", "");
    }

    private static String delta(Duration elapsed) {
        return String.format(Locale.ROOT, "%d:%02d:%02d.%06d", elapsed.toHours(), elapsed.toMinutesPart(),
                elapsed.toSecondsPart(), elapsed.toNanosPart() / 1000);
    }
}
