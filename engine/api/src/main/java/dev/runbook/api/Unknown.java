package dev.runbook.api;

/**
 * A value that does not exist until a change is really made: the output of a command that check mode did not run.
 * It flows through expressions: what touches it is unknown too.
 *
 * @param cause why, naming the task it depends on: {@code task "Read version" has not run}
 * @param at where that task stands, {@code file:line}, or "" if there is no such place
 * @param absent whether there will never be one: the task it would come from was skipped
 */
public record Unknown(String cause, String at, boolean absent) {
    /** One that will be known once changes are made. */
    public Unknown(String cause, String at) {
        this(cause, at, false);
    }

    @Override
    public String toString() {
        return "(unknown until applied: " + cause + ")";
    }
}
