package dev.runbook.cli;

import java.util.List;

/** What was typed cannot be meant. The message and the hints are for the user. */
final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final List<String> hints;

    UsageException(String message, String... hints) {
        super(message);
        this.hints = List.of(hints);
    }

    List<String> hints() {
        return hints;
    }
}
