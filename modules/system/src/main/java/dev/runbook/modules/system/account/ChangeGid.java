package dev.runbook.modules.system.account;

import dev.runbook.api.Answer;
import dev.runbook.api.Query;
import dev.runbook.api.Reversal;
import dev.runbook.api.ShellScript;
import dev.runbook.api.TaskFailedException;
import dev.runbook.api.host.GroupEntry;
import dev.runbook.api.host.PasswdEntry;
import dev.runbook.api.simulated.Machine;
import dev.runbook.api.simulated.SimulatedAction;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gives a group another number. */
public record ChangeGid(String name, int before, int after) implements SimulatedAction {
    @Override
    public String summary() {
        return "give group " + name + " the number " + after;
    }

    @Override
    public ShellScript script() {
        return ShellScript.of(Accounts.SBIN + "groupmod -g " + after + " -- " + ShellScript.quote(name) + "\n");
    }

    @Override
    public <T extends @Nullable Object> Answer<T> after(Query<T> query, Answer<T> answer) {
        if (query instanceof GroupEntry asked) {
            if (asked.name().equals(name) && answer instanceof Answer.Known<?>(GroupEntry.Group group)) {
                return Accounts.known(new GroupEntry.Group(name, after, group.members()));
            }
            return asked.name().equals(Integer.toString(before)) ? Accounts.known(null) : answer;
        }
        if (query instanceof PasswdEntry
                && answer instanceof Answer.Known<?>(PasswdEntry.User user)
                && user.gid() == before) {
            return Accounts.known(new PasswdEntry.User(
                    user.name(), user.uid(), after, user.comment(), user.home(), user.shell()));
        }
        return answer;
    }

    @Override
    public boolean touches(Query<?> query) {
        return Accounts.touches(query);
    }

    @Override
    public Reversal reversal() {
        return new Reversal.Reversible(List.of(new ChangeGid(name, after, before)));
    }

    @Override
    public void simulate(Machine machine) {
        GroupEntry.Group group = SimulatedAccounts.group(machine, name);
        if (machine.groups().stream().anyMatch(other -> other.gid() == after)) {
            throw new TaskFailedException("groupmod: GID '" + after + "' already exists");
        }
        machine.put(new GroupEntry.Group(name, after, group.members()));
        machine.users().stream()
                .filter(user -> user.gid() == before)
                .forEach(user -> machine.put(new PasswdEntry.User(
                        user.name(), user.uid(), after, user.comment(), user.home(), user.shell())));
    }
}
