package dev.runbook.language;

import java.util.Collection;
import java.util.Optional;

/** What the language needs to know of the modules there are; the catalog knows it. */
public interface ModuleNames {
    /** Every name a task may use. */
    Collection<String> names();

    default boolean contains(String name) {
        return names().contains(name);
    }

    /** The module that people of another tool know by this name: {@code file_template} for {@code template}. */
    Optional<String> renamed(String formerName);

    /** Whether {@code module: some text} is allowed. */
    boolean takesText(String name);
}
