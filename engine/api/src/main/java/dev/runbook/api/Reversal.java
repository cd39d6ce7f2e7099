package dev.runbook.api;

import java.util.List;

/** Whether and how an action can be taken back. */
public sealed interface Reversal {
    /** These actions restore what was there before. */
    record Reversible(List<Action> actions) implements Reversal {
        public Reversible {
            actions = List.copyOf(actions);
        }
    }

    /** It cannot be taken back, and why. */
    record Irreversible(String reason) implements Reversal {}
}
