package dev.runbook.modules.system.account;

import dev.runbook.api.Answer;
import dev.runbook.api.HostAction;
import dev.runbook.api.Query;
import dev.runbook.api.ShellScript;
import dev.runbook.api.host.AccountTools;
import dev.runbook.api.host.FileStatus;
import org.jspecify.annotations.Nullable;

/** Makes the missing home directory of an existing user, filled from {@code /etc/skel}. */
public record CreateHome(String user, String home, AccountTools.Tools tools) implements HostAction {
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
                """.formatted(ShellScript.quote(home), ShellScript.quote(user + ":"), tools.homeMode()));
    }

    @Override
    public <T extends @Nullable Object> Answer<T> after(Query<T> query, Answer<T> before) {
        // chown is given no group, and so takes the login group, whose name is not asked for here.
        return query instanceof FileStatus asked && (asked.path() + "/").startsWith(home + "/")
                ? Homes.after(asked, before, home, user, user, tools)
                : before;
    }

    @Override
    public boolean touches(Query<?> query) {
        return Accounts.touches(query);
    }
}
