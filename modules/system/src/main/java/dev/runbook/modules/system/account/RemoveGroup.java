package dev.runbook.modules.system.account;

import dev.runbook.api.Answer;
import dev.runbook.api.Query;
import dev.runbook.api.ShellScript;
import dev.runbook.api.TaskFailedException;
import dev.runbook.api.host.AccountTools.Family;
import dev.runbook.api.host.GroupEntry;
import dev.runbook.api.simulated.Machine;
import dev.runbook.api.simulated.SimulatedAction;
import org.jspecify.annotations.Nullable;

/** Removes a group. */
public record RemoveGroup(String name, Family tools) implements SimulatedAction {
    @Override
    public String summary() {
        return "remove group " + name;
    }

    @Override
    public ShellScript script() {
        return ShellScript.of(
                Accounts.SBIN + (tools == Family.BUSYBOX ? "delgroup " : "groupdel -- ") + ShellScript.quote(name) + "\n");
    }

    @Override
    public <T extends @Nullable Object> Answer<T> after(Query<T> query, Answer<T> before) {
        return query instanceof GroupEntry asked && asked.name().equals(name) ? Accounts.known(null) : before;
    }

    @Override
    public boolean touches(Query<?> query) {
        return Accounts.touches(query);
    }

    @Override
    public void simulate(Machine machine) {
        GroupEntry.Group group = SimulatedAccounts.group(machine, name);
        machine.users().stream()
                .filter(user -> user.gid() == group.gid())
                .findFirst()
                .ifPresent(user -> {
                    throw new TaskFailedException(
                            "groupdel: cannot remove the primary group of user '" + user.name() + "'");
                });
        machine.removeGroup(name);
    }
}
