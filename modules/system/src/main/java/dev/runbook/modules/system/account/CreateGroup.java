package dev.runbook.modules.system.account;

import dev.runbook.api.Answer;
import dev.runbook.api.Query;
import dev.runbook.api.Reversal;
import dev.runbook.api.ShellScript;
import dev.runbook.api.host.AccountTools.Family;
import dev.runbook.api.host.GroupEntry;
import dev.runbook.api.simulated.Machine;
import dev.runbook.api.simulated.SimulatedAction;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes a group.
 *
 * @param gid its number, or null for one that the system chooses
 * @param system whether that is chosen from the range for system groups
 */
public record CreateGroup(String name, @Nullable Integer gid, boolean system, Family tools) implements SimulatedAction {
    @Override
    public String summary() {
        return "create group " + name;
    }

    @Override
    public ShellScript script() {
        boolean busybox = tools == Family.BUSYBOX;
        StringBuilder script = new StringBuilder(Accounts.SBIN).append(busybox ? "addgroup" : "groupadd");
        if (system) {
            script.append(busybox ? " -S" : " -r");
        }
        if (gid != null) {
            script.append(" -g ").append(gid.intValue());
        }
        return ShellScript.of(
                script.append(busybox ? " " : " -- ").append(ShellScript.quote(name)).append('\n').toString());
    }

    @Override
    public <T extends @Nullable Object> Answer<T> after(Query<T> query, Answer<T> before) {
        if (query instanceof GroupEntry asked) {
            boolean it = asked.name().equals(name) || gid != null && asked.name().equals(gid.toString());
            return it
                    ? Accounts.known(new GroupEntry.Group(name, gid != null ? gid : Numbers.NOT_YET, List.of()))
                    : before;
        }
        return before;
    }

    @Override
    public boolean touches(Query<?> query) {
        return Accounts.touches(query);
    }

    @Override
    public Reversal reversal() {
        return new Reversal.Reversible(List.of(new RemoveGroup(name, tools)));
    }

    @Override
    public void simulate(Machine machine) {
        SimulatedAccounts.addGroup(machine, name, gid, system);
    }
}
