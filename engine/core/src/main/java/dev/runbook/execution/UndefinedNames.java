package dev.runbook.execution;

import dev.runbook.catalog.Parameter;
import dev.runbook.expression.Expression;
import dev.runbook.language.Diagnostic;
import dev.runbook.language.Diagnostics;
import dev.runbook.language.Node;
import dev.runbook.language.Suggestions;
import dev.runbook.variables.Frame;
import dev.runbook.variables.Variables;
import dev.runbook.variables.VarsFiles;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Finds names that nothing defines: neither the inventory nor {@code -e}, nor anything in the runbook itself, wherever
 * it stands. That a name is defined only on some way through the runbook is left to the run.
 */
final class UndefinedNames {
    /** Defined by the engine while a play runs. */
    private static final Set<String> BY_THE_ENGINE =
            Set.of("facts", "failed_task", "failed_result", "omit", "ansible_loop", "item");

    private final Variables variables;
    private final Selection selection;
    private final VarsFiles varsFiles;
    private final Diagnostics diagnostics;

    UndefinedNames(
            Variables variables,
            Selection selection,
            VarsFiles varsFiles,
            Diagnostics diagnostics) {
        this.variables = variables;
        this.selection = selection;
        this.varsFiles = varsFiles;
        this.diagnostics = diagnostics;
    }

    /** @param hostsKnown whether all hosts and what the inventory defines for them are there to be looked at */
    void check(Program program, boolean hostsKnown) {
        Set<String> defined = new TreeSet<>(BY_THE_ENGINE);
        Set<String> hosts = new TreeSet<>();
        program.plays().forEach(play -> hosts.addAll(selection.hosts(play)));
        defined.addAll(variables.namesFor(hosts));
        boolean open = !hostsKnown;
        for (Program.Play play : program.plays()) {
            frames(play).forEach(frame -> defined.addAll(frame.names()));
            Steps.tasks(play).forEach(task -> addDefinedBy(task, defined));
            VarsFiles.Known files = varsFiles.check(play.ast().varsFiles(), play.directory(), diagnostics);
            files.frames().forEach(frame -> defined.addAll(frame.names()));
            open |= !files.complete();
        }
        if (open) {
            return; // an inventory that is not here, or a file whose name depends on a host, may define anything
        }
        program.plays().forEach(play -> references(play).forEach(reference -> check(reference, defined)));
    }

    private static Stream<Frame> frames(Program.Play play) {
        return Stream.concat(play.frames().stream(), Steps.tasks(play).flatMap(task -> task.frames().stream()));
    }

    private static void addDefinedBy(Program.Task task, Set<String> defined) {
        if (task.ast().register() != null) {
            defined.add(task.ast().register().text());
        }
        Program.Loop loop = task.loop();
        if (loop != null) {
            defined.add(loop.loopVar());
            if (loop.indexVar() != null) {
                defined.add(loop.indexVar());
            }
        }
        boolean takesAnyName = task.module().parameters().parameters().stream().anyMatch(Parameter::rest);
        if (takesAnyName && task.ast().arguments() instanceof Node.MappingNode mapping) {
            mapping.entries().forEach(entry -> defined.add(entry.key().text()));
        }
    }

    private static List<Expression.Reference> references(Program.Play play) {
        List<Expression.Reference> all = new ArrayList<>();
        add(all, play.settings().all());
        if (play.name() != null) {
            add(all, List.of(play.name()));
        }
        add(all, play.varsFiles());
        Steps.tasks(play).forEach(task -> {
            all.addAll(task.arguments().references());
            add(all, task.settings().all());
            add(all, task.changedWhen());
            add(all, task.failedWhen());
            add(all, task.notifies());
            if (task.name() != null) {
                add(all, List.of(task.name()));
            }
            if (task.loop() != null) {
                add(all, List.of(task.loop().items()));
                add(all, task.loop().breakWhen());
            }
            if (task.retry() != null) {
                add(all, task.retry().until());
            }
        });
        frames(play).forEach(frame -> all.addAll(frame.references()));
        return all;
    }

    private static void add(List<Expression.Reference> all, Collection<Expression> expressions) {
        expressions.forEach(expression -> all.addAll(expression.references()));
    }

    private void check(Expression.Reference reference, Set<String> defined) {
        if (reference.guarded() || defined.contains(reference.name())) {
            return;
        }
        List<String> near = Suggestions.nearest(reference.name(), defined);
        diagnostics.add(Diagnostic.error(
                "unknown-variable",
                reference.span(),
                "nothing defines `" + reference.name() + "`",
                near.isEmpty()
                        ? "define it under vars, in the inventory or with -e; where it may be missing, write default("
                                + reference.name() + ", …)"
                        : "did you mean " + Suggestions.either(near) + "?"));
    }
}
