package dev.runbook.modules.system.account;

import dev.runbook.api.Answer;
import dev.runbook.api.NetworkQuery;
import dev.runbook.api.Query;
import dev.runbook.api.host.AccountTools;
import dev.runbook.api.host.PackageStatus;
import dev.runbook.api.host.SystemFacts;
import dev.runbook.api.host.UnitStatus;
import org.jspecify.annotations.Nullable;

/** What the actions on users and groups share. */
final class Accounts {
    /** The tools are where an ordinary user's PATH does not look. */
    static final String SBIN = "PATH=$PATH:/usr/sbin:/sbin\n";

    private Accounts() {}

    /** Whether the answer to a query can depend on who is known to the host. */
    static boolean touches(Query<?> query) {
        return switch (query) {
            case PackageStatus package_ -> false;
            case UnitStatus unit -> false;
            case SystemFacts facts -> false;
            case AccountTools tools -> false;
            case NetworkQuery<?> network -> false;
            default -> true;
        };
    }

    /** The answer as that of the query it belongs to; the caller has looked at the query's type. */
    @SuppressWarnings("unchecked")
    static <T extends @Nullable Object> Answer<T> answer(Answer<?> answer) {
        return (Answer<T>) answer;
    }

    static <T extends @Nullable Object> Answer<T> known(@Nullable Object value) {
        return answer(Answer.<@Nullable Object>of(value));
    }
}
