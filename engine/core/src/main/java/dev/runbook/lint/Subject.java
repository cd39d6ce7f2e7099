package dev.runbook.lint;

import dev.runbook.catalog.FileLocator;
import dev.runbook.catalog.ModuleCatalog;
import dev.runbook.catalog.ModuleDescriptor;
import dev.runbook.expression.Expressions;
import dev.runbook.language.Node;
import dev.runbook.language.Runbook;
import java.util.Optional;

/**
 * A runbook as rules see it.
 *
 * @param root the runbook as YAML
 * @param surroundings the files that belong to it
 */
record Subject(
        Runbook runbook,
        Node root,
        ModuleCatalog modules,
        Expressions expressions,
        FileLocator files,
        Surroundings surroundings) {
    /** What carries a task out; nothing for what the engine does itself. */
    Optional<ModuleDescriptor> module(Runbook.Task task) {
        return modules.find(task.module().text());
    }
}
