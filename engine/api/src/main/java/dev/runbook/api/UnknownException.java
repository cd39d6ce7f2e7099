package dev.runbook.api;

/** Thrown by the engine through a module that asked for something not known until earlier changes are applied. */
public final class UnknownException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Unknown unknown;

    public UnknownException(Unknown unknown) {
        super(unknown.cause(), null, false, false);
        this.unknown = unknown;
    }

    public Unknown unknown() {
        return unknown;
    }
}
