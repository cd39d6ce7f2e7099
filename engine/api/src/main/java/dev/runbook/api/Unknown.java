package dev.runbook.api;

/**
 * A value that does not exist until a change is really made: the output of a command that check mode did not run.
 * It flows through expressions: what touches it is unknown too.
 *
 * @param cause why, naming the task it depends on: {@code task "Read version" has not run}
 * @param at where that task stands, {@code file:line}, or "" if there is no such place
 */
public record Unknown(String cause, String at) {
    @Override
    public String toString() {
        return "(unknown until applied: " + cause + ")";
    }
}
