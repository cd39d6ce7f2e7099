package dev.runbook.execution;

import dev.runbook.api.Unknown;
import dev.runbook.api.host.WhoAmI;
import dev.runbook.host.Access;
import dev.runbook.host.ConnectionSettings;
import dev.runbook.host.Host;
import dev.runbook.host.HostUnreachableException;
import dev.runbook.variables.HostVariables;
import dev.runbook.variables.Precedence;
import dev.runbook.world.View;
import java.util.LinkedHashMap;
import java.util.List;
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
    private volatile boolean failed;
    private volatile boolean unreachable;
    private volatile @Nullable String imagined;
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

    /**
     * The connection for these settings: the same as before unless a task asks for another. Other hosts' threads come here
     * too, for tasks delegated to this host.
     */
    synchronized Host host(RunContext context, ConnectionSettings settings) {
        if (host == null || !settings.equals(connection)) {
            if (host != null) {
                view.forgetAll();
            }
            host = context.hosts().connect(settings);
            connection = settings;
        }
        return host;
    }

    /** Whether the host answers, over the connection it had last. */
    boolean reachable() throws InterruptedException {
        Host last;
        synchronized (this) {
            last = host;
        }
        if (last == null) {
            return false;
        }
        try {
            last.ask(List.of(new WhoAmI()), Access.PLAIN);
            return true;
        } catch (HostUnreachableException e) {
            return false;
        }
    }

    /** Ends the connection; the next task makes another. */
    synchronized void reset() {
        if (host != null) {
            host.close();
            host = null;
            connection = null;
            view.forgetAll();
        }
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

    @Nullable Notification notification(String handler) {
        return notified.get(handler);
    }

    /** The names that were notified, in that order. */
    List<String> notified() {
        return List.copyOf(notified.keySet());
    }

    /** A play begins: what was notified in another one means nothing to it. */
    void forgetNotifications() {
        notified.clear();
    }

    /** In a preview: it would exist by now, with nothing but its system. */
    void imagine(String system) {
        imagined = system;
    }

    /** The system of a host that does not exist yet; null for one that does. */
    @Nullable String imagined() {
        return imagined;
    }

    boolean failed() {
        return failed;
    }

    void fail() {
        failed = true;
    }

    /** {@code meta: clear_host_errors}: it takes part in the plays that follow. */
    void clearErrors() {
        failed = false;
        unreachable = false;
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

    /** {@code meta: clear_facts}. */
    void clearFacts() {
        variables.undefine(Precedence.FACTS, Facts.NAME);
        factsOffered = false;
        view.forgetAll();
    }

    /** Whether it takes part in what follows. */
    boolean active() {
        return !failed && !unreachable;
    }
}
