package dev.runbook.modules.aws;

import dev.runbook.api.Answer;
import dev.runbook.api.Query;
import dev.runbook.api.ShellScript;
import dev.runbook.api.host.FileAction;
import dev.runbook.api.host.Left;
import dev.runbook.api.host.RemovePath;
import dev.runbook.api.simulated.Machine;
import dev.runbook.api.simulated.SimulatedAction;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Removes the copy of an object that is gone. A line that stays in the list says nothing about a file that is not there. */
record RemoveCopy(String directory, String name) implements FileAction, SimulatedAction {
    private RemovePath remove() {
        return new RemovePath(directory + "/" + name, false, null);
    }

    @Override
    public String summary() {
        return remove().summary();
    }

    @Override
    public @Nullable Left at(String asked) {
        return remove().at(asked);
    }

    @Override
    public List<String> paths() {
        return remove().paths();
    }

    @Override
    @SuppressWarnings("unchecked") // copies are asked for by name
    public <T extends @Nullable Object> Answer<T> after(Query<T> query, Answer<T> before) {
        return query.equals(new LocalCopies(directory))
                ? (Answer<T>) LocalCopies.with((Answer<Map<String, LocalCopies.Copy>>) before, name, null)
                : FileAction.super.after(query, before);
    }

    @Override
    public ShellScript script() {
        return remove().script();
    }

    @Override
    public void simulate(Machine machine) {
        machine.carryOut(remove());
    }
}
