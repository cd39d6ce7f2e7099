package dev.runbook.modules.system.account;

import dev.runbook.api.Answer;
import dev.runbook.api.Query;
import dev.runbook.api.ShellScript;
import dev.runbook.api.host.AccountTools.Family;
import dev.runbook.api.host.FileAction;
import dev.runbook.api.host.FileStatus;
import dev.runbook.api.host.GroupEntry;
import dev.runbook.api.host.Left;
import dev.runbook.api.host.PasswdEntry;
import dev.runbook.api.host.RemovePath;
import dev.runbook.api.host.ShadowStatus;
import dev.runbook.api.host.UserGroups;
import dev.runbook.api.simulated.Machine;
import dev.runbook.api.simulated.SimulatedAction;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Removes a user.
 *
 * @param ownGroup whether its primary group bears its name and so goes with it
 * @param home its home directory
 * @param removeHome whether that goes too
 * @param force whether it goes even while it is logged in
 */
public record RemoveUser(String name, boolean ownGroup, String home, boolean removeHome, boolean force, Family tools)
        implements FileAction, SimulatedAction {
    @Override
    public String summary() {
        return "remove user " + name + (removeHome ? " and its home directory" : "");
    }

    @Override
    public ShellScript script() {
        boolean busybox = tools == Family.BUSYBOX;
        List<String> words = new ArrayList<>(List.of(busybox ? "deluser" : "userdel"));
        if (removeHome) {
            words.add(busybox ? "--remove-home" : "-r");
        }
        if (force && !busybox) {
            words.add("-f");
        }
        if (!busybox) {
            words.add("--");
        }
        words.add(name);
        // 12: the home directory could not be removed, in userdel's words also when there was none.
        String tolerate = busybox || !removeHome
                ? ""
                : "r=$?; [ $r -eq 12 ] && [ ! -e " + ShellScript.quote(home) + " ] && r=0; exit $r\n";
        return ShellScript.of(Accounts.SBIN + ShellScript.quote(words) + "\n" + tolerate);
    }

    @Override
    public <T extends @Nullable Object> Answer<T> after(Query<T> query, Answer<T> before) {
        return switch (query) {
            case PasswdEntry asked when before instanceof Answer.Known<?>(PasswdEntry.User user)
                    && user.name().equals(name) -> Accounts.known(null);
            case UserGroups asked when asked.user().equals(name) -> Accounts.known(null);
            case ShadowStatus asked when asked.user().equals(name) -> Accounts.known(null);
            case GroupEntry asked when ownGroup && asked.name().equals(name) && onlyMember(before) ->
                Accounts.known(null);
            case GroupEntry asked -> Memberships.after(asked, before, name, group -> false);
            default -> FileAction.super.after(query, before);
        };
    }

    private boolean onlyMember(Answer<?> before) {
        return before instanceof Answer.Known<?>(GroupEntry.Group group)
                && group.members().stream().allMatch(name::equals);
    }

    @Override
    public @Nullable Left at(String path) {
        return removeHome && !home.isEmpty() && (path + "/").startsWith(home + "/") ? new Left.Gone() : null;
    }

    @Override
    public List<String> paths() {
        return removeHome && !home.isEmpty() ? List.of(home) : List.of();
    }

    @Override
    public boolean touches(Query<?> query) {
        return Accounts.touches(query);
    }

    @Override
    public void simulate(Machine machine) {
        int gid = SimulatedAccounts.user(machine, name).gid();
        machine.removeUser(name);
        SimulatedAccounts.members(machine, name, List.of());
        machine.groups().stream()
                .filter(group -> group.gid() == gid && group.name().equals(name) && group.members().isEmpty())
                .forEach(group -> machine.removeGroup(name));
        if (removeHome && machine.ask(new FileStatus(home, false)) != null) {
            machine.carryOut(new RemovePath(home, true, null));
        }
    }
}
