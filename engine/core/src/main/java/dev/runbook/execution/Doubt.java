package dev.runbook.execution;

import dev.runbook.api.Answer;
import dev.runbook.api.HostAction;
import dev.runbook.api.Query;
import dev.runbook.api.ShellScript;
import org.jspecify.annotations.Nullable;

/**
 * Stands in a view for a task of which it is not known whether it will run: nothing is predicted of it, but what cannot
 * be planned after it depends on it. Never performed.
 */
record Doubt(String task) implements HostAction {
    @Override
    public String summary() {
        return "run task \"" + task + "\"";
    }

    @Override
    public ShellScript script() {
        throw new IllegalStateException("a doubt is never performed: " + task);
    }

    @Override
    public <T extends @Nullable Object> Answer<T> after(Query<T> query, Answer<T> before) {
        return before;
    }

    @Override
    public boolean opaque() {
        return true;
    }
}
