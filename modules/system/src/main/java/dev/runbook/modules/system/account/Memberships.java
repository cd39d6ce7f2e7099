package dev.runbook.modules.system.account;

import dev.runbook.api.Answer;
import dev.runbook.api.host.GroupEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Predictions about who is listed in a group. */
final class Memberships {
    private Memberships() {}

    /** The entry of a group after {@code user} is a supplementary member of exactly the groups given. */
    static <T extends @Nullable Object> Answer<T> after(
            GroupEntry asked, Answer<T> before, String user, Predicate<String> member) {
        if (!(before instanceof Answer.Known<?>(GroupEntry.Group group))) {
            return before;
        }
        boolean listed = group.members().contains(user);
        if (listed == member.test(group.name())) {
            return before;
        }
        List<String> members = new ArrayList<>(group.members());
        if (listed) {
            members.remove(user);
        } else {
            members.add(user);
        }
        return Accounts.known(new GroupEntry.Group(group.name(), group.gid(), members));
    }
}
