package dev.runbook.host;

import java.util.List;

/** A host cannot be reached, or the connection broke. The message is for the user. */
public final class HostUnreachableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final List<String> hints;

    public HostUnreachableException(String message, List<String> hints, Throwable cause) {
        super(message, cause);
        this.hints = List.copyOf(hints);
    }

    public HostUnreachableException(String message, List<String> hints) {
        super(message);
        this.hints = List.copyOf(hints);
    }

    public List<String> hints() {
        return hints;
    }
}
