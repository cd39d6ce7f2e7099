package dev.runbook.api;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A piece of POSIX shell that performs one action.
 *
 * <p>It runs in a subshell with {@code LC_ALL=C} for its own tools, {@code umask 022}, the task's environment and
 * user, and standard input from {@code input} (or empty). Its exit status is the action's. Secrets belong into
 * {@code input}, never into {@code text} where it would become the argument of a program.
 *
 * @param text the script
 * @param input what it reads from standard input, or null for nothing
 */
public record ShellScript(String text, @Nullable Payload input) {
    public static ShellScript of(String text) {
        return new ShellScript(text, null);
    }

    /** The value as one word of shell, whatever it contains. */
    public static String quote(String value) {
        if (!value.isEmpty() && value.chars().allMatch(ShellScript::plain)) {
            return value;
        }
        return "'" + value.replace("'", "'\\''") + "'";
    }

    /** Several values as words. */
    public static String quote(List<String> values) {
        return values.stream().map(ShellScript::quote).collect(Collectors.joining(" "));
    }

    private static boolean plain(int c) {
        return c < 128 && (Character.isLetterOrDigit(c) || "/._-+:,@%".indexOf(c) >= 0);
    }
}
