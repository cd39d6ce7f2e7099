package dev.runbook.execution;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The handlers that one host may have to run: the play's, and those that includes bring. */
final class HostHandlers {
    private final List<Program.Task> handlers;
    private final HostState host;

    HostHandlers(List<Program.Task> handlers, HostState host) {
        this.handlers = new ArrayList<>(handlers);
        this.host = host;
    }

    int size() {
        return handlers.size();
    }

    Program.Task get(int index) {
        return handlers.get(index);
    }

    void add(List<Program.Task> more) {
        more.stream().filter(handler -> !handlers.contains(handler)).forEach(handlers::add);
    }

    /** Whether something answers to this name. */
    boolean knows(String name) {
        return handlers.stream().anyMatch(handler -> handler.answersTo(name)
                || handler.ast().listen().contains(name)
                || (handler.name() != null && !handler.name().literal()));
    }

    /**
     * What a handler was notified of since the last flush; null for nothing. A name stays notified until the last handler
     * that is concerned has taken note of it.
     */
    HostState.@Nullable Notification heard(int index) {
        Program.Task handler = handlers.get(index);
        HostState.Notification found = null;
        for (String name : host.notified()) {
            if (index != named(name) && !handler.ast().listen().contains(name)) {
                continue;
            }
            HostState.Notification one = index == last(name) ? host.takeNotification(name) : host.notification(name);
            if (one != null && (found == null || found.unknown().isPresent())) {
                found = one;
            }
        }
        return found;
    }

    /** The handler of this name; of several, the last. */
    private int named(String name) {
        for (int i = handlers.size() - 1; i >= 0; i--) {
            if (handlers.get(i).answersTo(name)) {
                return i;
            }
        }
        return -1;
    }

    private int last(String name) {
        int last = named(name);
        for (int i = handlers.size() - 1; i > last; i--) {
            if (handlers.get(i).ast().listen().contains(name)) {
                return i;
            }
        }
        return last;
    }
}
