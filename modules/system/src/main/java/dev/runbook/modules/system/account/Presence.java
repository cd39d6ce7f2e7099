package dev.runbook.modules.system.account;

/** Whether an account is to be there. */
public enum Presence {
    PRESENT,
    ABSENT
}
