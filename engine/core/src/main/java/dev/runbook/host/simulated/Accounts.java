package dev.runbook.host.simulated;

import dev.runbook.api.TaskFailedException;
import dev.runbook.api.host.GroupEntry;
import dev.runbook.api.host.PasswdEntry;
import dev.runbook.api.host.ShadowStatus;
import dev.runbook.api.host.UserGroups;
import dev.runbook.api.simulated.Machine;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The users and groups of a machine. */
final class Accounts {
    private static final Machine.Password NONE = new Machine.Password("*", false, ShadowStatus.NEVER);

    final Map<String, PasswdEntry.User> users = new LinkedHashMap<>();
    final Map<String, GroupEntry.Group> groups = new LinkedHashMap<>();
    final Map<String, Machine.Password> passwords = new LinkedHashMap<>();

    Accounts copy() {
        Accounts copy = new Accounts();
        copy.users.putAll(users);
        copy.groups.putAll(groups);
        copy.passwords.putAll(passwords);
        return copy;
    }

    PasswdEntry.@Nullable User user(String nameOrNumber) {
        PasswdEntry.User named = users.get(nameOrNumber);
        return named != null
                ? named
                : users.values().stream()
                        .filter(user -> Integer.toString(user.uid()).equals(nameOrNumber))
                        .findFirst()
                        .orElse(null);
    }

    GroupEntry.@Nullable Group group(String nameOrNumber) {
        GroupEntry.Group named = groups.get(nameOrNumber);
        return named != null
                ? named
                : groups.values().stream()
                        .filter(group -> Integer.toString(group.gid()).equals(nameOrNumber))
                        .findFirst()
                        .orElse(null);
    }

    /** The name of a group, or its number where it has no name. */
    String groupName(int gid) {
        GroupEntry.Group group = group(Integer.toString(gid));
        return group == null ? Integer.toString(gid) : group.name();
    }

    UserGroups.@Nullable Membership membership(String user) {
        PasswdEntry.User entry = users.get(user);
        if (entry == null) {
            return null;
        }
        String primary = groupName(entry.gid());
        List<String> others = groups.values().stream()
                .filter(group -> group.members().contains(user) && !group.name().equals(primary))
                .map(GroupEntry.Group::name)
                .toList();
        return new UserGroups.Membership(primary, others);
    }

    Machine.Password password(String user) {
        return passwords.getOrDefault(user, NONE);
    }

    ShadowStatus.@Nullable Shadow shadow(ShadowStatus query) {
        if (!users.containsKey(query.user())) {
            return null;
        }
        Machine.Password password = password(query.user());
        String hash = password.hash();
        boolean matches = query.hash() != null
                && query.hash().reveal().replaceFirst("^!+", "").equals(hash);
        boolean usable = !hash.isEmpty() && !hash.startsWith("*") && !hash.equals("!");
        return new ShadowStatus.Shadow(usable, password.locked(), matches, password.expires());
    }

    /** As it shows as the owner of a file: its name where it has one. */
    String owner(String nameOrNumber) {
        PasswdEntry.User user = user(nameOrNumber);
        return user == null ? nameOrNumber : user.name();
    }

    String owningGroup(String nameOrNumber) {
        GroupEntry.Group group = group(nameOrNumber);
        return group == null ? nameOrNumber : group.name();
    }

    /** @throws TaskFailedException as chown complains, where there is no such user or group */
    void requireOwner(@Nullable String owner, @Nullable String group) {
        if (owner != null && !number(owner) && !users.containsKey(owner)) {
            throw new TaskFailedException("invalid user: '" + owner + (group == null ? "" : ":" + group) + "'");
        }
        if (group != null && !number(group) && !groups.containsKey(group)) {
            throw new TaskFailedException("invalid group: '" + (owner == null ? "" : owner) + ":" + group + "'");
        }
    }

    private static boolean number(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
