package dev.runbook.modules.system.service;

import dev.runbook.api.Answer;
import dev.runbook.api.Query;
import dev.runbook.api.Reversal;
import dev.runbook.api.ShellScript;
import dev.runbook.api.host.FileStatus;
import dev.runbook.api.host.UnitInfo;
import dev.runbook.api.host.UnitStatus;
import dev.runbook.api.simulated.Machine;
import dev.runbook.api.simulated.SimulatedAction;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes it impossible to start a unit, or possible again. */
public record MaskUnit(String name, boolean mask, boolean user) implements SimulatedAction {
    @Override
    public String summary() {
        return (mask ? "mask " : "unmask ") + name;
    }

    @Override
    public ShellScript script() {
        return Units.command(user, mask ? "mask" : "unmask", name);
    }

    @Override
    public <T extends @Nullable Object> Answer<T> after(Query<T> query, Answer<T> before) {
        if (!mask && query instanceof UnitStatus asked && asked.name().equals(name) && asked.user() == user) {
            return before instanceof Answer.Known<?>(UnitInfo info) && info.masked()
                    ? Answer.unknown("what is behind the mask of " + name + " shows when it is taken off")
                    : before;
        }
        return Units.after(query, before, name, user, unit -> unit.withFileState("masked", "masked"));
    }

    @Override
    public boolean touches(Query<?> query) {
        return query instanceof UnitStatus || query instanceof FileStatus;
    }

    @Override
    public Reversal reversal() {
        return new Reversal.Reversible(List.of(new MaskUnit(name, !mask, user)));
    }

    @Override
    public void simulate(Machine machine) {
        machine.mask(name, user, mask);
    }
}
