package dev.runbook.host;

import java.io.IOException;

/** The SSH server does not open connections for others. */
final class ForwardingRefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    static final String HINT = "Set AllowTcpForwarding yes in its sshd_config, or ask from the controller instead.";

    ForwardingRefusedException(Throwable cause) {
        super("the SSH server there does not allow connections to be forwarded", cause);
    }
}
