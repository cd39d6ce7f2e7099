package dev.runbook.world;

import java.util.Optional;

/** Asks the person at the terminal. */
@FunctionalInterface
public interface Prompter {
    /** The answer; empty where nobody is there to give one. */
    Optional<String> ask(String text, boolean hidden);

    /** Nobody is there. */
    Prompter NOBODY = (text, hidden) -> Optional.empty();
}
