package dev.runbook.modules.system.account;

import dev.runbook.api.Answer;
import dev.runbook.api.Query;
import dev.runbook.api.Reversal;
import dev.runbook.api.ShellScript;
import dev.runbook.api.TaskFailedException;
import dev.runbook.api.host.AccountTools;
import dev.runbook.api.host.AccountTools.Family;
import dev.runbook.api.host.FileAction;
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
 * Makes a user, with its home directory and its own group where these are wanted.
 *
 * @param uid its number, or null for one that the system chooses
 * @param group the primary group's name
 * @param ownGroup whether that group is made with it
 * @param createHome whether the home directory is made; one that is there already is left as it is
 * @param expires a day, {@code never}, or null for what the tools choose
 */
public record CreateUser(
        String name,
        @Nullable Integer uid,
        String group,
        boolean ownGroup,
        List<String> groups,
        String comment,
        String home,
        String shell,
        boolean createHome,
        boolean system,
        @Nullable String expires,
        AccountTools.Tools tools)
        implements FileAction, SimulatedAction {
    public CreateUser {
        groups = List.copyOf(groups);
    }

    @Override
    public String summary() {
        return "create user " + name;
    }

    @Override
    public ShellScript script() {
        return ShellScript.of(Accounts.SBIN + (tools.family() == Family.BUSYBOX ? adduser() : useradd()));
    }

    private String useradd() {
        List<String> words = new ArrayList<>(List.of("useradd"));
        if (system) {
            words.add("-r");
        }
        if (uid != null) {
            words.addAll(List.of("-u", uid.toString()));
        }
        words.addAll(ownGroup ? List.of("-U") : List.of("-N", "-g", group));
        if (!groups.isEmpty()) {
            words.addAll(List.of("-G", String.join(",", groups)));
        }
        words.addAll(List.of("-c", comment, "-d", home, "-s", shell, createHome ? "-m" : "-M"));
        if (expires != null && !expires.equals(Expiry.NEVER)) {
            words.addAll(List.of("-e", expires));
        }
        words.addAll(List.of("--", name));
        return (createHome ? Homes.PARENT.formatted(ShellScript.quote(home)) : "") + ShellScript.quote(words) + "\n";
    }

    private String adduser() {
        StringBuilder script = new StringBuilder();
        String quoted = ShellScript.quote(name);
        if (ownGroup) {
            script.append("addgroup ").append(system ? "-S " : "").append(quoted).append(" || exit\n");
        }
        List<String> words = new ArrayList<>(List.of("adduser", "-D"));
        if (system) {
            words.add("-S");
        }
        if (!createHome) {
            words.add("-H");
        }
        if (uid != null) {
            words.addAll(List.of("-u", uid.toString()));
        }
        words.addAll(List.of("-g", comment, "-h", home, "-s", shell, "-G", group, name));
        script.append(ShellScript.quote(words)).append(" || exit\n");
        for (String further : groups) {
            script.append("addgroup ").append(quoted).append(' ').append(ShellScript.quote(further))
                    .append(" || exit\n");
        }
        return script.toString();
    }

    @Override
    public <T extends @Nullable Object> Answer<T> after(Query<T> query, Answer<T> before) {
        return switch (query) {
            case PasswdEntry asked when asks(asked.name()) -> Accounts.known(user());
            case UserGroups asked when asked.user().equals(name) ->
                Accounts.known(new UserGroups.Membership(group, groups));
            case GroupEntry asked -> group(asked, before);
            case ShadowStatus asked when asked.user().equals(name) ->
                Accounts.known(new ShadowStatus.Shadow(
                        false, true, false, expires == null ? ShadowStatus.NEVER : Expiry.days(expires)));
            default -> FileAction.super.after(query, before);
        };
    }

    private boolean asks(String asked) {
        return asked.equals(name) || uid != null && asked.equals(uid.toString());
    }

    private PasswdEntry.User user() {
        return new PasswdEntry.User(
                name, uid != null ? uid : Numbers.NOT_YET, Numbers.NOT_YET, comment, home, shell);
    }

    private <T extends @Nullable Object> Answer<T> group(GroupEntry asked, Answer<T> before) {
        if (ownGroup && asked.name().equals(group)) {
            return Accounts.known(new GroupEntry.Group(group, Numbers.NOT_YET, List.of()));
        }
        return Memberships.after(asked, before, name, groups::contains);
    }

    @Override
    public @Nullable Left at(String path) {
        return createHome ? Homes.at(path, home, name, group, tools) : null;
    }

    @Override
    public List<String> paths() {
        return createHome ? List.of(home) : List.of();
    }

    @Override
    public boolean touches(Query<?> query) {
        return Accounts.touches(query);
    }

    @Override
    public Reversal reversal() {
        return new Reversal.Reversible(List.of(new RemoveUser(name, ownGroup, home, createHome, false, tools.family())));
    }

    @Override
    public void simulate(Machine machine) {
        if (machine.users().stream().anyMatch(user -> user.name().equals(name))) {
            throw new TaskFailedException("useradd: user '" + name + "' already exists");
        }
        groups.forEach(further -> SimulatedAccounts.group(machine, further));
        int number = SimulatedAccounts.uid(machine, uid, system);
        int gid = ownGroup
                ? SimulatedAccounts.addGroup(machine, group, null, system).gid()
                : SimulatedAccounts.group(machine, group).gid();
        machine.put(new PasswdEntry.User(name, number, gid, comment, home, shell));
        machine.put(name, new Machine.Password("", true, expires == null ? ShadowStatus.NEVER : Expiry.days(expires)));
        SimulatedAccounts.members(machine, name, groups);
        if (createHome) {
            Homes.make(machine, home, name, group, tools);
        }
    }
}
