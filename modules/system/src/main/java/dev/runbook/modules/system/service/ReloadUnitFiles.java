package dev.runbook.modules.system.service;

import dev.runbook.api.Answer;
import dev.runbook.api.Query;
import dev.runbook.api.ShellScript;
import dev.runbook.api.host.UnitInfo;
import dev.runbook.api.host.UnitStatus;
import dev.runbook.api.simulated.Machine;
import dev.runbook.api.simulated.SimulatedAction;
import org.jspecify.annotations.Nullable;

/** Has systemd read all unit files anew. */
public record ReloadUnitFiles(boolean user) implements SimulatedAction {
    @Override
    public String summary() {
        return "have systemd read the unit files anew";
    }

    @Override
    public ShellScript script() {
        return ShellScript.of(Units.systemctl(user) + "daemon-reload\n");
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T extends @Nullable Object> Answer<T> after(Query<T> query, Answer<T> before) {
        return query instanceof UnitStatus asked
                        && asked.user() == user
                        && before instanceof Answer.Known<?>(UnitInfo info)
                ? (Answer<T>) Answer.of(info.withNeedDaemonReload(false))
                : before;
    }

    @Override
    public boolean touches(Query<?> query) {
        return query instanceof UnitStatus;
    }

    @Override
    public void simulate(Machine machine) {
        machine.reloadUnits(user);
    }
}
