package dev.runbook.modules.system.account;

import dev.runbook.api.host.AccountTools;
import dev.runbook.api.host.FileInfo;
import dev.runbook.api.host.FileStatus;
import dev.runbook.api.host.Left;
import dev.runbook.api.host.MakeDirectory;
import dev.runbook.api.host.Paths;
import dev.runbook.api.simulated.Machine;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Home directories that are made with their users. */
final class Homes {
    /** useradd makes the home directory, but not the directory it stands in. */
    static final String PARENT = "h=%s; p=${h%%/*}; [ -d \"${p:-/}\" ] || mkdir -p -- \"$p\" || exit\n";

    private Homes() {}

    /** What making a home directory that was not there leaves at a path. */
    static @Nullable Left at(String path, String home, String owner, String group, AccountTools.Tools tools) {
        if (path.equals(home)) {
            return Left.Stands.directory(new FileInfo(
                    FileInfo.Type.DIRECTORY, tools.homeMode(), owner, group, FileInfo.NOT_YET, FileInfo.NOT_YET, null));
        }
        if (path.startsWith(home + "/")) {
            String first = path.substring(home.length() + 1).split("/", 2)[0];
            return tools.skeleton().contains(first) ? new Left.Unsure("it may be copied from /etc/skel") : null;
        }
        return null;
    }

    /** Makes it on a simulated machine, with the directory it stands in; one that is there already stays. */
    static void make(Machine machine, String home, String owner, String group, AccountTools.Tools tools) {
        Deque<String> parents = new ArrayDeque<>();
        for (String at = Paths.parent(home); machine.ask(new FileStatus(at, true)) == null; at = Paths.parent(at)) {
            parents.push(at);
        }
        parents.forEach(parent -> machine.carryOut(new MakeDirectory(parent, 0755, "root", "root")));
        if (machine.ask(new FileStatus(home, true)) == null) {
            machine.carryOut(new MakeDirectory(home, tools.homeMode(), owner, group));
        }
    }
}
