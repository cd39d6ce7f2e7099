package dev.runbook.execution;

import dev.runbook.api.Unknown;
import dev.runbook.host.ConnectionSettings;
import dev.runbook.host.Host;
import dev.runbook.variables.HostVariables;
import dev.runbook.world.View;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the engine keeps of one host for the whole run. Used by the host's own thread only, but for the view. */
final class HostState {
    private final String name;
    private final HostVariables variables;
    private final View view = new View();
    private final Map<String, Notification> notified = new LinkedHashMap<>();
    private @Nullable ConnectionSettings connection;
    private @Nullable Host host;
    private boolean failed;
    private boolean unreachable;
    private boolean factsOffered;

    /** @param unknown set where it is not known whether the notifying task changes anything */
    record Notification(Optional<Unknown> unknown) {}

    HostState(String name, HostVariables variables) {
        this.name = name;
        this.variables = variables;
    }

    String name() {
        return name;
    }

    HostVariables variables() {
        return variables;
    }

    View view() {
        return view;
    }

    /** The connection for these settings: the same as before unless a task asks for another. */
    Host host(RunContext context, ConnectionSettings settings) {
        if (host == null || !settings.equals(connection)) {
            if (host != null) {
                view.forgetAll();
            }
            host = context.hosts().connect(settings);
            connection = settings;
        }
        return host;
    }

    /** A handler is to run at the next flush. Knowing that it must outweighs not knowing whether it must. */
    void notify(String handler, Optional<Unknown> unknown) {
        Notification present = notified.get(handler);
        if (present == null || unknown.isEmpty()) {
            notified.put(handler, new Notification(unknown));
        }
    }

    @Nullable Notification takeNotification(String handler) {
        return notified.remove(handler);
    }

    boolean hasNotification(String handler) {
        return notified.containsKey(handler);
    }

    boolean failed() {
        return failed;
    }

    void fail() {
        failed = true;
    }

    /** {@code rescue} ran: the host goes on. */
    void rescued() {
        failed = false;
    }

    boolean unreachable() {
        return unreachable;
    }

    void lose() {
        unreachable = true;
    }

    boolean factsOffered() {
        return factsOffered;
    }

    void offerFacts() {
        factsOffered = true;
    }

    /** Whether it takes part in what follows. */
    boolean active() {
        return !failed && !unreachable;
    }
}
