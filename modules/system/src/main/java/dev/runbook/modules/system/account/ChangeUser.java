package dev.runbook.modules.system.account;

import dev.runbook.api.Answer;
import dev.runbook.api.Query;
import dev.runbook.api.ShellScript;
import dev.runbook.api.host.FileAction;
import dev.runbook.api.host.FileInfo;
import dev.runbook.api.host.GroupEntry;
import dev.runbook.api.host.Left;
import dev.runbook.api.host.PasswdEntry;
import dev.runbook.api.host.ShadowStatus;
import dev.runbook.api.host.UserGroups;
import dev.runbook.api.simulated.Machine;
import dev.runbook.api.simulated.SimulatedAction;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Changes an existing user. What stays is null.
 *
 * @param homeBefore its present home directory
 * @param movedHome what stands there and is moved to the new place; null where nothing is moved
 */
public record ChangeUser(
        String name,
        @Nullable Integer uid,
        @Nullable String group,
        @Nullable List<String> groups,
        @Nullable String comment,
        @Nullable String home,
        String homeBefore,
        @Nullable FileInfo movedHome,
        @Nullable String shell,
        @Nullable String expires)
        implements FileAction, SimulatedAction {
    boolean nothing() {
        return onlyGroups() && groups == null;
    }

    boolean onlyGroups() {
        return uid == null && group == null && comment == null && home == null && shell == null && expires == null;
    }

    @Override
    public String summary() {
        List<String> what = new ArrayList<>();
        add(what, uid, "uid");
        add(what, group, "group");
        add(what, groups, "groups");
        add(what, comment, "comment");
        add(what, home, "home");
        add(what, shell, "shell");
        add(what, expires, "expiry");
        return "change " + String.join(", ", what) + " of user " + name;
    }

    private static void add(List<String> what, @Nullable Object value, String name) {
        if (value != null) {
            what.add(name);
        }
    }

    @Override
    public ShellScript script() {
        List<String> words = new ArrayList<>(List.of("usermod"));
        option(words, "-u", uid == null ? null : uid.toString());
        option(words, "-g", group);
        option(words, "-G", groups == null ? null : String.join(",", groups));
        option(words, "-c", comment);
        option(words, "-d", home);
        if (home != null && movedHome != null) {
            words.add("-m");
        }
        option(words, "-s", shell);
        option(words, "-e", expires == null ? null : expires.equals(Expiry.NEVER) ? "" : expires);
        words.addAll(List.of("--", name));
        return ShellScript.of(Accounts.SBIN + ShellScript.quote(words) + "\n");
    }

    private static void option(List<String> words, String option, @Nullable String value) {
        if (value != null) {
            words.add(option);
            words.add(value);
        }
    }

    @Override
    public <T extends @Nullable Object> Answer<T> after(Query<T> query, Answer<T> before) {
        if (!(before instanceof Answer.Known<?>(Object there)) || there == null) {
            return FileAction.super.after(query, before);
        }
        return switch (there) {
            case PasswdEntry.User user when user.name().equals(name) -> Accounts.known(changed(user));
            case UserGroups.Membership membership when query instanceof UserGroups asked && asked.user().equals(name) ->
                Accounts.known(new UserGroups.Membership(
                        group == null ? membership.primary() : group,
                        groups == null ? membership.supplementary() : groups));
            case GroupEntry.Group entry when query instanceof GroupEntry asked && groups != null ->
                Memberships.after(asked, before, name, groups::contains);
            case ShadowStatus.Shadow shadow when query instanceof ShadowStatus asked
                    && asked.user().equals(name) && expires != null ->
                Accounts.known(new ShadowStatus.Shadow(
                        shadow.usable(), shadow.locked(), shadow.matches(), Expiry.days(expires)));
            default -> FileAction.super.after(query, before);
        };
    }

    @Override
    public @Nullable Left at(String path) {
        if (home == null || movedHome == null) {
            return null;
        }
        if (path.equals(home)) {
            return Left.Stands.directory(movedHome);
        }
        if ((path + "/").startsWith(home + "/")) {
            return new Left.Unsure("it may be moved there with the home directory of " + name);
        }
        return (path + "/").startsWith(homeBefore + "/") ? new Left.Gone() : null;
    }

    @Override
    public List<String> paths() {
        return home != null && movedHome != null ? List.of(homeBefore, home) : List.of();
    }

    private PasswdEntry.User changed(PasswdEntry.User user) {
        return new PasswdEntry.User(
                name,
                uid == null ? user.uid() : uid,
                group == null ? user.gid() : Numbers.NOT_YET,
                comment == null ? user.comment() : comment,
                home == null ? user.home() : home,
                shell == null ? user.shell() : shell);
    }

    @Override
    public boolean touches(Query<?> query) {
        return Accounts.touches(query);
    }

    @Override
    public void simulate(Machine machine) {
        PasswdEntry.User user = SimulatedAccounts.user(machine, name);
        machine.put(new PasswdEntry.User(
                name,
                uid == null ? user.uid() : SimulatedAccounts.uid(machine, uid, false),
                group == null ? user.gid() : SimulatedAccounts.group(machine, group).gid(),
                comment == null ? user.comment() : comment,
                home == null ? user.home() : home,
                shell == null ? user.shell() : shell));
        if (groups != null) {
            SimulatedAccounts.members(machine, name, groups);
        }
        if (expires != null) {
            SimulatedAccounts.expires(machine, name, expires);
        }
        if (home != null && movedHome != null) {
            machine.move(homeBefore, home);
        }
    }
}
