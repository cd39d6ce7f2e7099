package dev.runbook.modules.system.account;

import dev.runbook.api.Answer;
import dev.runbook.api.Payload;
import dev.runbook.api.Query;
import dev.runbook.api.Secret;
import dev.runbook.api.ShellScript;
import dev.runbook.api.host.ShadowStatus;
import dev.runbook.api.simulated.Machine;
import dev.runbook.api.simulated.SimulatedAction;
import org.jspecify.annotations.Nullable;

/**
 * Sets the password of a user.
 *
 * @param hash a crypt hash
 * @param locked whether it is locked at once
 */
public record SetPassword(String user, Secret hash, boolean locked) implements SimulatedAction {
    @Override
    public String summary() {
        return "set the password of user " + user;
    }

    @Override
    public ShellScript script() {
        String bare = hash.reveal().replaceFirst("^!+", "");
        boolean lock = locked || bare.length() < hash.reveal().length();
        return new ShellScript(
                Accounts.SBIN + "chpasswd -e\n", Payload.of(user + ":" + (lock ? "!" : "") + bare + "\n"));
    }

    @Override
    public <T extends @Nullable Object> Answer<T> after(Query<T> query, Answer<T> before) {
        if (query instanceof ShadowStatus asked
                && asked.user().equals(user)
                && before instanceof Answer.Known<?>(ShadowStatus.Shadow shadow)) {
            boolean lock = locked || hash.reveal().startsWith("!");
            boolean usable = hash.reveal().contains("$");
            boolean matches = asked.hash() != null && asked.hash().reveal().replaceFirst("^!+", "")
                    .equals(hash.reveal().replaceFirst("^!+", ""));
            return Accounts.known(new ShadowStatus.Shadow(usable, lock, matches, shadow.expires()));
        }
        return before;
    }

    @Override
    public boolean touches(Query<?> query) {
        return query instanceof ShadowStatus || Accounts.touches(query);
    }

    @Override
    public void simulate(Machine machine) {
        SimulatedAccounts.user(machine, user);
        String bare = hash.reveal().replaceFirst("^!+", "");
        boolean lock = locked || bare.length() < hash.reveal().length();
        machine.put(user, new Machine.Password(bare, lock, machine.password(user).expires()));
    }
}
