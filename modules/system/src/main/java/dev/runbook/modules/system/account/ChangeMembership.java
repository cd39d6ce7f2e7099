package dev.runbook.modules.system.account;

import dev.runbook.api.Answer;
import dev.runbook.api.Query;
import dev.runbook.api.Reversal;
import dev.runbook.api.ShellScript;
import dev.runbook.api.host.GroupEntry;
import dev.runbook.api.host.UserGroups;
import dev.runbook.api.simulated.Machine;
import dev.runbook.api.simulated.SimulatedAction;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts a user into a group or takes it out, on a host with busybox's tools. */
public record ChangeMembership(String user, String group, boolean member) implements SimulatedAction {
    @Override
    public String summary() {
        return (member ? "add " + user + " to" : "remove " + user + " from") + " group " + group;
    }

    @Override
    public ShellScript script() {
        return ShellScript.of(Accounts.SBIN + (member ? "addgroup " : "delgroup ")
                + ShellScript.quote(List.of(user, group)) + "\n");
    }

    @Override
    public <T extends @Nullable Object> Answer<T> after(Query<T> query, Answer<T> before) {
        if (query instanceof GroupEntry asked && asked.name().equals(group)) {
            return Memberships.after(asked, before, user, name -> member);
        }
        if (query instanceof UserGroups asked
                && asked.user().equals(user)
                && before instanceof Answer.Known<?>(UserGroups.Membership groups)) {
            List<String> names = new ArrayList<>(groups.supplementary());
            names.remove(group);
            if (member) {
                names.add(group);
            }
            return Accounts.known(new UserGroups.Membership(groups.primary(), names));
        }
        return before;
    }

    @Override
    public boolean touches(Query<?> query) {
        return Accounts.touches(query);
    }

    @Override
    public Reversal reversal() {
        return new Reversal.Reversible(List.of(new ChangeMembership(user, group, !member)));
    }

    @Override
    public void simulate(Machine machine) {
        SimulatedAccounts.user(machine, user);
        SimulatedAccounts.member(machine, SimulatedAccounts.group(machine, group), user, member);
    }
}
