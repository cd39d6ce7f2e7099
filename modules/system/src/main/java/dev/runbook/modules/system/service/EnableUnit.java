package dev.runbook.modules.system.service;

import dev.runbook.api.Answer;
import dev.runbook.api.HostAction;
import dev.runbook.api.Query;
import dev.runbook.api.Reversal;
import dev.runbook.api.ShellScript;
import dev.runbook.api.host.FileStatus;
import dev.runbook.api.host.UnitStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lets a unit start by itself, or no longer. */
public record EnableUnit(String name, boolean enable, boolean user) implements HostAction {
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
}
