package dev.runbook.modules.system.account;

import dev.runbook.api.Answer;
import dev.runbook.api.host.AccountTools;
import dev.runbook.api.host.FileInfo;
import dev.runbook.api.host.FileStatus;
import org.jspecify.annotations.Nullable;

/** Predictions about home directories that are made with their users. */
final class Homes {
    /** useradd makes the home directory, but not the directory it stands in. */
    static final String PARENT = "h=%s; p=${h%%/*}; [ -d \"${p:-/}\" ] || mkdir -p -- \"$p\" || exit\n";

    private Homes() {}

    static <T extends @Nullable Object> Answer<T> after(
            FileStatus asked, Answer<T> before, String home, String owner, String group, AccountTools.Tools tools) {
        if (!(before instanceof Answer.Known<?>(Object there)) || there != null) {
            return before;
        }
        if (asked.path().equals(home)) {
            return Accounts.known(new FileInfo(
                    FileInfo.Type.DIRECTORY,
                    tools.homeMode(),
                    owner,
                    group,
                    FileInfo.NOT_YET,
                    FileInfo.NOT_YET,
                    null));
        }
        if (asked.path().startsWith(home + "/")) {
            String first = asked.path().substring(home.length() + 1).split("/", 2)[0];
            return tools.skeleton().contains(first) ? Answer.unknown("it may be copied from /etc/skel") : before;
        }
        return before;
    }
}
