package dev.runbook.modules.system.account;

import dev.runbook.api.InvalidParameterException;
import dev.runbook.api.Param;
import dev.runbook.api.Secret;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Parameters of {@code user}. */
public record UserParameters(
        @Param("Login name of the user.") String name,
        @Param("Its number. Left out, the system chooses one, and that of an existing user stays.")
                @Nullable Integer uid,
        @Param("Primary group, by name or number; it must exist. Left out, a new user gets a group of its own name.")
                @Nullable String group,
        @Param("Further groups; they must exist. An empty list takes the user out of all of them; left out, they stay.")
                @Nullable List<String> groups,
        @Param(
                        value = "Add to the groups the user is in already, instead of leaving those that are not listed.",
                        defaultValue = "false")
                boolean append,
        @Param("Login shell. Left out, a new user gets the one that the host's tools choose.") @Nullable String shell,
        @Param("Home directory. Left out, a new user gets one named after it, mostly in /home.") @Nullable String home,
        @Param(value = "Make the home directory where it is missing.", defaultValue = "true") boolean createHome,
        @Param(value = "When home changes, move what is in the old directory to the new one.", defaultValue = "false")
                boolean moveHome,
        @Param(value = "Take the number of a new user from the range for system users.", defaultValue = "false")
                boolean system,
        @Param("Full name or purpose.") @Nullable String comment,
        @Param("Crypt hash of the password (as mkpasswd prints it), never the password itself. `!` or `*`: none.")
                @Nullable Secret password,
        @Param(value = "Set the password always, or only of a new user.", defaultValue = "always")
                UpdatePassword updatePassword,
        @Param("Whether the password is locked; login by key still works. Left out, it stays.")
                @Nullable Boolean passwordLock,
        @Param("Day after which the account is closed, 2027-01-31 or seconds since 1970; `never` or -1 for none.")
                @Nullable String expires,
        @Param(value = "Whether the user is to be there.", defaultValue = "present") Presence state,
        @Param(value = "With state absent: also remove the home directory and mail.", defaultValue = "false")
                boolean remove,
        @Param(value = "With state absent: remove the user even while it is logged in.", defaultValue = "false")
                boolean force) {
    private static final Pattern HASH = Pattern.compile("\\$[0-9A-Za-z]+\\$[./0-9A-Za-z$=,+-]+|[!*]+");

    /** When the password is set. */
    public enum UpdatePassword {
        ALWAYS,
        ON_CREATE
    }

    public UserParameters {
        Names.requireName("name", name);
        Names.requireNumber("uid", uid);
        Names.requireField("group", group);
        Names.requireField("comment", comment);
        Names.requireAbsolute("home", home);
        Names.requireAbsolute("shell", shell);
        if (groups != null) {
            groups = groups.stream()
                    .flatMap(entry -> Arrays.stream(entry.split(",")))
                    .map(String::strip)
                    .filter(entry -> !entry.isEmpty())
                    .distinct()
                    .sorted()
                    .toList();
            groups.forEach(entry -> Names.requireField("groups", entry));
        }
        if (append && groups == null) {
            throw new InvalidParameterException("append", "needs groups: there is nothing to append");
        }
        if (moveHome && home == null) {
            throw new InvalidParameterException("move_home", "needs home: where to?");
        }
        if (password != null && (password.reveal().isEmpty() || !HASH.matcher(password.reveal()).matches())) {
            throw new InvalidParameterException(
                    "password",
                    "expected a crypt hash such as $y$… or $6$…, not a password",
                    "make one with: mkpasswd --method=yescrypt");
        }
        if (state == Presence.PRESENT && (remove || force)) {
            throw new InvalidParameterException(remove ? "remove" : "force", "is only for state: absent");
        }
        Expiry.parse(expires);
    }
}
