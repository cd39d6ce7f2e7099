package dev.runbook.world;

/** The run is being ended while something was asked or done; passes through modules. */
public final class InterruptedRunException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public InterruptedRunException(InterruptedException cause) {
        super("interrupted", cause);
    }
}
