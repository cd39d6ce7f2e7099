package dev.runbook.execution;

import dev.runbook.api.Secret;
import dev.runbook.host.ConnectionSettings.HostKeyPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the command line says about a run.
 *
 * @param check predict instead of perform, unless a task says otherwise
 * @param diff show diffs, unless a task says otherwise
 * @param forks how many hosts are worked on at once
 * @param limit a pattern that narrows every play's hosts, or null
 * @param tags only tasks with one of these; empty for all
 * @param skipTags not the tasks with one of these
 * @param startAt the name of the first task to run, or null
 * @param allowEmpty accept a run that selects nothing
 * @param exitOnChange in check mode: a status of its own where something would change, or may
 */
public record RunOptions(
        boolean check,
        boolean diff,
        int forks,
        @Nullable String limit,
        List<String> tags,
        List<String> skipTags,
        @Nullable String startAt,
        boolean allowEmpty,
        boolean exitOnChange,
        Connection connection) {
    public RunOptions {
        tags = List.copyOf(tags);
        skipTags = List.copyOf(skipTags);
    }

    /**
     * Defaults for reaching hosts; variables of a host override all but {@code become} and the passwords.
     *
     * @param become become another user unless a play or task says otherwise
     * @param simulated whether every host is simulated, whatever is said about it elsewhere
     */
    public record Connection(
            @Nullable String user,
            @Nullable Path privateKey,
            @Nullable Secret password,
            boolean become,
            @Nullable String becomeUser,
            @Nullable Secret becomePassword,
            HostKeyPolicy hostKeys,
            Duration connectTimeout,
            boolean simulated) {
        public static final Connection DEFAULT = new Connection(
                null, null, null, false, null, null, HostKeyPolicy.STRICT, Duration.ofSeconds(10), false);

        /** The same for a rehearsal. */
        public Connection onlySimulated() {
            return new Connection(
                    user, privateKey, password, become, becomeUser, becomePassword, hostKeys, connectTimeout, true);
        }
    }

    /** The same, predicting or not, with diffs. */
    public RunOptions checking(boolean predict) {
        return new RunOptions(
                predict, true, forks, limit, tags, skipTags, startAt, allowEmpty, exitOnChange, connection);
    }

    /** The same on simulated hosts only. */
    public RunOptions onlySimulated() {
        return new RunOptions(
                check, diff, forks, limit, tags, skipTags, startAt, allowEmpty, exitOnChange, connection.onlySimulated());
    }

    /** For reading a runbook without running it: hosts need not be there. */
    public static final RunOptions LINT =
            new RunOptions(true, false, 50, null, List.of(), List.of(), null, true, false, Connection.DEFAULT);

    public static final RunOptions DEFAULT =
            new RunOptions(false, false, 50, null, List.of(), List.of(), null, false, false, Connection.DEFAULT);
}
