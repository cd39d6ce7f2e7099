package dev.runbook.host;

import dev.runbook.api.Secret;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * As whom a shell runs; equal logins share one.
 *
 * @param host the host's name, for messages
 * @param user the user of the connection
 * @param become the user to become; null to stay
 */
record Login(String host, String user, Access.@Nullable Become become) {
    /** Stays the user of the connection where that is who is wanted already. */
    static Login of(String host, String user, Access.@Nullable Become become) {
        return new Login(host, user, become == null || become.user().equals(user) ? null : become);
    }

    boolean hasPassword() {
        return become != null && become.password() != null;
    }

    String password() {
        return Objects.requireNonNull(secret()).reveal();
    }

    private @Nullable Secret secret() {
        return become == null ? null : become.password();
    }
}
