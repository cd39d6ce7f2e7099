package dev.runbook.modules.system.account;

import dev.runbook.api.TaskFailedException;
import dev.runbook.api.host.GroupEntry.Group;
import dev.runbook.api.host.PasswdEntry.User;
import dev.runbook.api.simulated.Machine;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the tools for users and groups do to a simulated machine, in their own words where they refuse. */
final class SimulatedAccounts {
    private static final int FIRST = 1000;
    private static final int LAST_OF_SYSTEM = 999;

    private SimulatedAccounts() {}

    static User user(Machine machine, String name) {
        return machine.users().stream()
                .filter(user -> user.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new TaskFailedException("user '" + name + "' does not exist"));
    }

    static Group group(Machine machine, String name) {
        return machine.groups().stream()
                .filter(group -> group.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new TaskFailedException("group '" + name + "' does not exist"));
    }

    static Group addGroup(Machine machine, String name, @Nullable Integer gid, boolean system) {
        if (machine.groups().stream().anyMatch(group -> group.name().equals(name))) {
            throw new TaskFailedException("groupadd: group '" + name + "' already exists");
        }
        List<Integer> taken = machine.groups().stream().map(Group::gid).toList();
        if (gid != null && taken.contains(gid)) {
            throw new TaskFailedException("groupadd: GID '" + gid + "' already exists");
        }
        Group made = new Group(name, gid != null ? gid : free(taken, system), List.of());
        machine.put(made);
        return made;
    }

    static int uid(Machine machine, @Nullable Integer wanted, boolean system) {
        List<Integer> taken = machine.users().stream().map(User::uid).toList();
        if (wanted != null && taken.contains(wanted)) {
            throw new TaskFailedException("UID " + wanted + " is not unique");
        }
        return wanted != null ? wanted : free(taken, system);
    }

    /** Upwards for people, downwards for the system, as the tools choose. */
    private static int free(List<Integer> taken, boolean system) {
        int number = system ? LAST_OF_SYSTEM : FIRST;
        while (taken.contains(number)) {
            number += system ? -1 : 1;
        }
        return number;
    }

    /** Makes the user a member of these groups and of no others. */
    static void members(Machine machine, String user, List<String> groups) {
        groups.forEach(name -> group(machine, name));
        machine.groups().forEach(group -> member(machine, group, user, groups.contains(group.name())));
    }

    static void member(Machine machine, Group group, String user, boolean member) {
        List<String> members = new ArrayList<>(group.members());
        if (members.contains(user) != member) {
            if (member) {
                members.add(user);
            } else {
                members.remove(user);
            }
            machine.put(new Group(group.name(), group.gid(), members));
        }
    }

    static void expires(Machine machine, String user, String day) {
        Machine.Password password = machine.password(user);
        machine.put(user, new Machine.Password(password.hash(), password.locked(), Expiry.days(day)));
    }
}
