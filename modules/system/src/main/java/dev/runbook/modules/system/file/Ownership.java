package dev.runbook.modules.system.file;

import dev.runbook.api.Query;
import dev.runbook.api.TaskFailedException;
import dev.runbook.api.World;
import dev.runbook.api.host.FileInfo;
import dev.runbook.api.host.GroupEntry;
import dev.runbook.api.host.PasswdEntry;
import dev.runbook.api.host.WhoAmI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whose a file is to be, with names as the host knows them.
 *
 * @param owner as asked for, or null to leave it
 * @param group as asked for, or null to leave it
 * @param newOwner of what is created
 * @param newGroup of what is created
 * @param inherited whether directories made there pass their group on, because the one they are in does
 */
public record Ownership(
        @Nullable String owner, @Nullable String group, String newOwner, String newGroup, boolean inherited) {
    static List<Query<?>> queries(@Nullable String owner, @Nullable String group) {
        List<Query<?>> queries = new ArrayList<>();
        queries.add(new WhoAmI());
        if (owner != null) {
            queries.add(new PasswdEntry(owner));
        }
        if (group != null) {
            queries.add(new GroupEntry(group));
        }
        return queries;
    }

    /**
     * @param parent the directory that something may be created in, or null where that does not matter
     */
    static Ownership of(World world, @Nullable String owner, @Nullable String group, @Nullable FileInfo parent) {
        String user = owner == null ? null : user(world, owner);
        String named = group == null ? null : group(world, group);
        WhoAmI.Identity me = world.ask(new WhoAmI());
        boolean inherited = parent != null && parent.isDirectory() && (parent.mode() & 02000) != 0;
        String newGroup = named != null ? named : inherited && parent != null ? parent.group() : me.group();
        return new Ownership(user, named, user == null ? me.user() : user, newGroup, inherited);
    }

    private static String user(World world, String name) {
        PasswdEntry.User user = world.ask(new PasswdEntry(name));
        if (user != null) {
            return user.name();
        }
        return number(name, "user", "owner");
    }

    private static String group(World world, String name) {
        GroupEntry.Group group = world.ask(new GroupEntry(name));
        if (group != null) {
            return group.name();
        }
        return number(name, "group", "group");
    }

    /** Files may belong to a number that has no name. */
    private static String number(String name, String kind, String parameter) {
        if (!name.isEmpty() && name.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return name;
        }
        throw new TaskFailedException("there is no " + kind + " \"" + name + "\" on the host, which `" + parameter
                + "` names", null, List.of("Create it in an earlier task with the `" + kind + "` module."));
    }
}
