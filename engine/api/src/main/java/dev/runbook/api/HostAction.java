package dev.runbook.api;

/** A change on a host, made by a piece of shell. */
public non-sealed interface HostAction extends Action {
    /** How it is done. Must be safe to cut off at any point: write beside the target, then rename. */
    ShellScript script();
}
