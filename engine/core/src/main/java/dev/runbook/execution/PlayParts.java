package dev.runbook.execution;

import dev.runbook.variables.Frame;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What roles bring to a play beside their tasks; collected while it is compiled. */
final class PlayParts {
    private final List<Frame> known = new ArrayList<>();
    private final List<Frame> exported = new ArrayList<>();
    private final List<Program.Task> handlers = new ArrayList<>();
    private final Set<String> done = new HashSet<>();

    /** The play's own variables, which the names of imports may use. */
    List<Frame> known() {
        return known;
    }

    /** Variables that the whole play sees. */
    List<Frame> exported() {
        return exported;
    }

    List<Program.Task> handlers() {
        return handlers;
    }

    /** True the first time a role is used in just this way. */
    boolean first(String use) {
        return done.add(use);
    }
}
