package dev.runbook.host;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.List;
import net.schmizz.sshj.common.DisconnectReason;
import net.schmizz.sshj.common.SSHException;
import net.schmizz.sshj.connection.channel.OpenFailException;
import org.jspecify.annotations.Nullable;

/** Says in plain words why a connection was not made. */
final class SshFailure {
    private SshFailure() {}

    static HostUnreachableException explain(SshTarget target, IOException failure) {
        String where = target.where();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            HostUnreachableException known = explainOne(target, where, cause);
            if (known != null) {
                return known;
            }
        }
        return new HostUnreachableException(
                "no connection to " + where + ": " + text(failure), List.of("Try: ssh -v " + sshArguments(target)), failure);
    }

    private static @Nullable HostUnreachableException explainOne(
            SshTarget target, String where, Throwable cause) {
        return switch (cause) {
            case HostUnreachableException known -> known;
            case UnknownHostException e -> new HostUnreachableException(
                    "the name " + target.address() + " is not known",
                    List.of("Check ansible_host, your DNS, or HostName in ~/.ssh/config."), e);
            case NoRouteToHostException e -> new HostUnreachableException(
                    "no route to " + where, List.of("Is the host up, and on a network that can be reached from here?"), e);
            case SocketTimeoutException e -> new HostUnreachableException(
                    where + " did not answer in time (" + text(e) + ")",
                    List.of("Is the host up? A firewall may drop what is sent to port " + target.port() + "."), e);
            case ConnectException e -> refused(target, where, e);
            case OpenFailException e -> openFailed(where, e);
            case SSHException e -> ssh(where, e);
            default -> null;
        };
    }

    private static HostUnreachableException refused(SshTarget target, String where, ConnectException e) {
        return String.valueOf(e.getMessage()).contains("refused")
                ? new HostUnreachableException(
                        where + " refuses the connection",
                        List.of("Is an SSH server running there, and is " + target.port() + " its port?"), e)
                : new HostUnreachableException("no connection to " + where + ": " + text(e), List.of(), e);
    }

    private static HostUnreachableException openFailed(String where, OpenFailException e) {
        return SshSocket.forbidden(e)
                ? new HostUnreachableException(
                        "the jump host does not allow going on to " + where,
                        List.of("Set AllowTcpForwarding yes in its sshd_config."), e)
                : new HostUnreachableException("the jump host cannot reach " + where + ": " + text(e), List.of(), e);
    }

    private static @Nullable HostUnreachableException ssh(String where, SSHException e) {
        String text = text(e);
        if (text.contains("Unable to reach a settlement") || text.contains("ettlement")) {
            return new HostUnreachableException(
                    "no algorithm in common with " + where + ": " + text,
                    List.of("Only strong algorithms are offered; update the SSH server there."), e);
        }
        if (e.getDisconnectReason() == DisconnectReason.TOO_MANY_CONNECTIONS
                || text.contains("Server closed connection during identification exchange")
                || text.contains("encountered EOF") || text.contains("Connection reset")) {
            return new HostUnreachableException(
                    where + " closed the connection while it was being made",
                    List.of("It may limit connections (MaxStartups, fail2ban, hosts.deny), or not be an SSH server."), e);
        }
        return e.getCause() == null && e.getDisconnectReason() == DisconnectReason.KEY_EXCHANGE_FAILED
                ? new HostUnreachableException("no key exchange with " + where + ": " + text, List.of(), e)
                : null;
    }

    private static String sshArguments(SshTarget target) {
        return "-p " + target.port() + " " + target.user() + "@" + target.address();
    }

    private static String text(Throwable e) {
        return e.getMessage() == null || e.getMessage().isEmpty() ? e.getClass().getSimpleName() : e.getMessage();
    }
}
