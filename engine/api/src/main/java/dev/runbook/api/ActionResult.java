package dev.runbook.api;

import java.time.Duration;

/**
 * What performing an action gave.
 *
 * @param exitStatus 0 on success; of the command on a host, or 0 and 1 for calls to services
 * @param stdout what it printed, decoded as UTF-8
 * @param stderr what it complained
 * @param elapsed how long it took
 */
public record ActionResult(int exitStatus, String stdout, String stderr, Duration elapsed) {
    public boolean succeeded() {
        return exitStatus == 0;
    }
}
