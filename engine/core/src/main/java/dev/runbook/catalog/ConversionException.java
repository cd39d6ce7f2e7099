package dev.runbook.catalog;

import java.util.List;

/** A value does not fit a parameter's type. The message is for the user and begins with "expected". */
final class ConversionException extends Exception {
    private static final long serialVersionUID = 1L;

    private final List<String> hints;

    ConversionException(String message, String... hints) {
        super(message, null, false, false);
        this.hints = List.of(hints);
    }

    String[] hints() {
        return hints.toArray(String[]::new);
    }
}
