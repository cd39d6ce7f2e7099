package dev.runbook.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answers all questions of one kind with one piece of shell. Stateless and pure; the engine runs the script.
 *
 * @param <Q> the kind of question
 * @param <T> the answer
 */
public interface Probe<Q, T extends @Nullable Object> {
    /**
     * POSIX shell that reads what is needed for all {@code queries} and prints it. It must change nothing, use only
     * what POSIX or the host's own system tools offer, quote every value with {@link ShellScript#quote}, and work under
     * dash, busybox ash and bash. It runs in a subshell with {@code LC_ALL=C}, {@code umask 022} and no input.
     */
    String script(List<Q> queries);

    /**
     * Reads the output into one answer per question, in their order.
     *
     * @throws TaskFailedException where the host could not answer one of them; asked several at once, the host then
     *     asks each alone, so that only the one in question is refused
     */
    List<T> parse(List<Q> queries, CommandOutput output);
}
