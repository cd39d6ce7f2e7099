package dev.runbook.modules.system.account;

import dev.runbook.api.Answer;
import dev.runbook.api.Query;
import dev.runbook.api.Reversal;
import dev.runbook.api.ShellScript;
import dev.runbook.api.host.ShadowStatus;
import dev.runbook.api.simulated.Machine;
import dev.runbook.api.simulated.SimulatedAction;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Locks or unlocks the password of a user. */
public record LockPassword(String user, boolean lock) implements SimulatedAction {
    @Override
    public String summary() {
        return (lock ? "lock" : "unlock") + " the password of user " + user;
    }

    @Override
    public ShellScript script() {
        String name = ShellScript.quote(user);
        return ShellScript.of(Accounts.SBIN + """
                if command -v usermod >/dev/null 2>&1; then usermod %s -- %s; else passwd %s %s; fi
                """.formatted(lock ? "-L" : "-U", name, lock ? "-l" : "-u", name));
    }

    @Override
    public <T extends @Nullable Object> Answer<T> after(Query<T> query, Answer<T> before) {
        return query instanceof ShadowStatus asked
                        && asked.user().equals(user)
                        && before instanceof Answer.Known<?>(ShadowStatus.Shadow shadow)
                ? Accounts.known(
                        new ShadowStatus.Shadow(shadow.usable(), lock, shadow.matches(), shadow.expires()))
                : before;
    }

    @Override
    public boolean touches(Query<?> query) {
        return query instanceof ShadowStatus || Accounts.touches(query);
    }

    @Override
    public Reversal reversal() {
        return new Reversal.Reversible(List.of(new LockPassword(user, !lock)));
    }

    @Override
    public void simulate(Machine machine) {
        Machine.Password password = machine.password(user);
        machine.put(user, new Machine.Password(password.hash(), lock, password.expires()));
    }
}
