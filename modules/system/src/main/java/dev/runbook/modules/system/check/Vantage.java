package dev.runbook.modules.system.check;

/** From where something is looked at. */
public enum Vantage {
    /** From the host that the task is for. */
    HOST,
    /** From where the engine runs. */
    CONTROLLER
}
