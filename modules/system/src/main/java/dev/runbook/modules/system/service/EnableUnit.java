package dev.runbook.modules.system.service;

import dev.runbook.api.Answer;
import dev.runbook.api.Query;
import dev.runbook.api.Reversal;
import dev.runbook.api.ShellScript;
import dev.runbook.api.host.FileStatus;
import dev.runbook.api.host.UnitStatus;
import dev.runbook.api.simulated.Machine;
import dev.runbook.api.simulated.SimulatedAction;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lets a unit start by itself, or no longer. */
public record EnableUnit(String name, boolean enable, boolean user) implements SimulatedAction {
    @Override
    public String summary() {
        return (enable ? "enable " : "disable ") + name;
    }

    @Override
    public ShellScript script() {
        return Units.command(user, enable ? "enable" : "disable", name);
    }

    @Override
    public <T extends @Nullable Object> Answer<T> after(Query<T> query, Answer<T> before) {
        return Units.after(
                query,
                before,
                name,
                user,
                unit -> unit.withFileState(unit.loadState(), enable ? "enabled" : "disabled"));
    }

    @Override
    public boolean touches(Query<?> query) {
        return query instanceof UnitStatus || query instanceof FileStatus;
    }

    @Override
    public Reversal reversal() {
        return new Reversal.Reversible(List.of(new EnableUnit(name, !enable, user)));
    }

    @Override
    public void simulate(Machine machine) {
        machine.enable(name, user, enable);
    }
}
