package dev.runbook.modules.system.account;

import dev.runbook.api.Query;
import dev.runbook.api.ShellScript;
import dev.runbook.api.host.AccountTools;
import dev.runbook.api.host.FileAction;
import dev.runbook.api.host.Left;
import dev.runbook.api.simulated.Machine;
import dev.runbook.api.simulated.SimulatedAction;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the missing home directory of an existing user, filled from {@code /etc/skel}. */
public record CreateHome(String user, String group, String home, AccountTools.Tools tools) implements FileAction, SimulatedAction {
    @Override
    public String summary() {
        return "create home directory " + home + " of user " + user;
    }

    @Override
    public ShellScript script() {
        // Filled beside its place and renamed, so that it is never there half.
        return ShellScript.of("""
                umask 077
                h=%s
                p=${h%%/*}
                [ -d "${p:-/}" ] || (umask 022; mkdir -p -- "$p") || exit
                t=$(mktemp -d "$p/.home.XXXXXX") || exit
                trap 'rm -rf -- "$t"' EXIT
                if [ -d /etc/skel ]; then cp -R /etc/skel/. "$t" || exit; fi
                chown -R %s "$t" && chmod %o "$t" && mv -- "$t" "$h"
                """.formatted(ShellScript.quote(home), ShellScript.quote(user + ":" + group), tools.homeMode()));
    }

    @Override
    public @Nullable Left at(String path) {
        return Homes.at(path, home, user, group, tools);
    }

    @Override
    public List<String> paths() {
        return List.of(home);
    }

    @Override
    public boolean touches(Query<?> query) {
        return Accounts.touches(query);
    }

    @Override
    public void simulate(Machine machine) {
        Homes.make(machine, home, user, group, tools);
    }
}
