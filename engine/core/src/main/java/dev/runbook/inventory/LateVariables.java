package dev.runbook.inventory;

import dev.runbook.inventory.Inventory.Definition;
import dev.runbook.language.Diagnostics;
import java.util.List;

/** The variable files of groups and hosts that come to be only while a runbook runs. */
interface LateVariables {
    /** No files. */
    LateVariables NONE = new LateVariables() {
        @Override
        public List<Definition> ofGroup(String name, Diagnostics diagnostics) {
            return List.of();
        }

        @Override
        public List<Definition> ofHost(String name, Diagnostics diagnostics) {
            return List.of();
        }
    };

    /** What {@code group_vars} say of it, lowest precedence first. */
    List<Definition> ofGroup(String name, Diagnostics diagnostics);

    /** What {@code host_vars} say of it, lowest precedence first. */
    List<Definition> ofHost(String name, Diagnostics diagnostics);
}
