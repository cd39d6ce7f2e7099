package dev.runbook.modules.system.service;

import dev.runbook.api.Answer;
import dev.runbook.api.Query;
import dev.runbook.api.ShellScript;
import dev.runbook.api.host.UnitInfo;
import dev.runbook.api.host.UnitStatus;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What the actions on units share. */
final class Units {
    private Units() {}

    /** {@code systemctl} for one manager, as the beginning of a command; for a user it finds that user's bus. */
    static String systemctl(boolean user) {
        return user
                ? "XDG_RUNTIME_DIR=${XDG_RUNTIME_DIR:-/run/user/$(id -u)} systemctl --user "
                : "systemctl ";
    }

    static ShellScript command(boolean user, String verb, String unit) {
        return ShellScript.of(systemctl(user) + verb + " -- " + ShellScript.quote(unit) + "\n");
    }

    /** The prediction for one unit: its answer is changed, all others stay. */
    @SuppressWarnings("unchecked")
    static <T extends @Nullable Object> Answer<T> after(
            Query<T> query, Answer<T> before, String unit, boolean user, UnaryOperator<UnitInfo> change) {
        return query instanceof UnitStatus asked
                        && asked.name().equals(unit)
                        && asked.user() == user
                        && before instanceof Answer.Known<?>(UnitInfo info)
                ? (Answer<T>) Answer.of(change.apply(info))
                : before;
    }
}
