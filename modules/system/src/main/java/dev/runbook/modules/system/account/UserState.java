package dev.runbook.modules.system.account;

import dev.runbook.api.Observed;
import dev.runbook.api.Value;
import dev.runbook.api.host.AccountTools;
import dev.runbook.api.host.FileInfo;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A user as it is or is to be. What the task does not manage and cannot read without root is null.
 *
 * @param state {@code present} or {@code absent}; then the rest is empty
 * @param groups supplementary groups, sorted
 * @param homeExists whether the home directory is there
 * @param password {@link #AS_GIVEN}, or how it differs; never a hash
 * @param expires a day or {@code never}
 * @param host what else had to be looked at
 */
public record UserState(
        Presence state,
        @Nullable Value<Integer> uid,
        @Nullable String group,
        List<String> groups,
        @Nullable String comment,
        @Nullable String home,
        @Nullable String shell,
        @Nullable Boolean homeExists,
        @Nullable String password,
        @Nullable Boolean passwordLock,
        @Nullable String expires,
        @Observed(internal = true) Surroundings host) {
    static final String AS_GIVEN = "as given";
    static final String ANOTHER = "another";
    static final String NONE = "none";

    public UserState {
        groups = List.copyOf(groups);
    }

    static UserState absent(Surroundings host) {
        return new UserState(
                Presence.ABSENT, null, null, List.of(), null, null, null, null, null, null, null, host);
    }

    UserState withHome(boolean there) {
        return new UserState(
                state, uid, group, groups, comment, home, shell, there, password, passwordLock, expires, host);
    }

    /**
     * @param tools with what users are made
     * @param namesake whether there is a group of the user's name
     * @param homeToMove the home directory that is to be moved, where there is one
     * @param groupNames the names of the groups that the parameters name, which may do so by number
     */
    public record Surroundings(
            AccountTools.Tools tools,
            boolean namesake,
            @Nullable FileInfo homeToMove,
            Map<String, String> groupNames) {
        public Surroundings {
            groupNames = Map.copyOf(groupNames);
        }

        String groupName(String asked) {
            return groupNames.getOrDefault(asked, asked);
        }
    }
}
