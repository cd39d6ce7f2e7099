package dev.runbook.catalog;

/** A class that says it is a module cannot be used as one. The message is for its author. */
final class UnusableModuleException extends Exception {
    private static final long serialVersionUID = 1L;

    UnusableModuleException(String message) {
        super(message);
    }
}
