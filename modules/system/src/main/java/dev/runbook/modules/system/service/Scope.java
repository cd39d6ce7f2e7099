package dev.runbook.modules.system.service;

/** Whose systemd. */
public enum Scope {
    /** That of the host. */
    SYSTEM,
    /** That of the user the task acts as. */
    USER
}
