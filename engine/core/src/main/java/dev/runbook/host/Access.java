package dev.runbook.host;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * As whom, and with what around it, a task acts on a host.
 *
 * @param become the user to become, or null to stay the user of the connection
 * @param environment variables set for the task's own commands
 * @param timeout the longest an action may take, or null for no limit
 */
public record Access(@Nullable Become become, Map<String, String> environment, @Nullable Duration timeout) {
    public static final Access PLAIN = new Access(null, Map.of(), null);

    public Access {
        environment = Map.copyOf(environment);
    }

    /**
     * @param method {@code sudo} or {@code su}
     * @param password given over standard input; null where none is needed
     */
    public record Become(String user, String method, dev.runbook.api.@Nullable Secret password) {}
}
