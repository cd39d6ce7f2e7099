package dev.runbook.execution;

/** Something in the engine or in a module is broken: not the user's mistake. */
public final class EngineException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public EngineException(Throwable cause) {
        super(String.valueOf(cause.getMessage()), cause);
    }
}
