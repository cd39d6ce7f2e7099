package dev.runbook.execution;

/** The exit statuses of {@code runbook run}. */
public final class ExitStatus {
    public static final int DONE = 0;
    public static final int INTERNAL = 1;
    public static final int FAILED = 2;
    public static final int PENDING = 3;
    public static final int UNREACHABLE = 4;
    public static final int INVALID = 5;
    public static final int INTERRUPTED = 130;

    private ExitStatus() {}
}
