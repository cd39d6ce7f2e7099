package dev.runbook.testkit;

import dev.runbook.catalog.Arguments;
import dev.runbook.catalog.Binding;
import dev.runbook.catalog.FileLocator;
import dev.runbook.catalog.ModuleDescriptor;
import dev.runbook.expression.MvelExpressions;
import dev.runbook.expression.Scope;
import dev.runbook.language.DiagnosticRenderer;
import dev.runbook.language.Diagnostics;
import dev.runbook.language.Keywords;
import dev.runbook.language.Node;
import dev.runbook.language.RunbookException;
import dev.runbook.language.Source;
import dev.runbook.language.YamlReader;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads tasks of one module as the engine does. */
record TaskReader(ModuleDescriptor module, FileLocator files, Path base, Map<String, ?> variables) {
    /** A compiled task; {@code mistakes} is "" where there are none. */
    record Compiled(@Nullable Arguments arguments, String mistakes) {}

    Compiled compile(String name, String task) {
        var diagnostics = new Diagnostics();
        Node root = new YamlReader().read(new Source(name, null, task), diagnostics).orElse(null);
        Arguments arguments = root == null ? null : compile(root, diagnostics);
        if (!diagnostics.hasErrors()) {
            return new Compiled(arguments, arguments == null ? "not a task of `" + module.name() + "`:\n" + task : "");
        }
        return new Compiled(arguments, new DiagnosticRenderer(false).render(diagnostics.all()));
    }

    /** One task, or a list whose first task of this module is taken; keywords of tasks may stand beside it. */
    private @Nullable Arguments compile(Node root, Diagnostics diagnostics) {
        Arguments found = null;
        switch (root) {
            case Node.SequenceNode tasks -> {
                for (Node task : tasks.items()) {
                    Arguments one = compile(task, diagnostics);
                    found = found == null ? one : found;
                }
            }
            case Node.MappingNode task -> {
                Node.Entry entry = task.entry(module.name()).orElse(null);
                if (entry != null) {
                    found = Arguments.compile(
                            module, entry.value(), task.entry("args").map(Node.Entry::value).orElse(null),
                            new MvelExpressions(base), files, diagnostics, entry.key().span());
                }
                for (Node.Entry other : task.entries()) {
                    if (entry != null && !other.equals(entry) && Keywords.find(other.key().text()).isEmpty()) {
                        diagnostics.error("unknown-keyword", other.key().span(), "no keyword of tasks");
                    }
                }
            }
            case Node.ScalarNode _ -> {}
        }
        return found;
    }

    /** The parameter record of a task that must be right. */
    Record bind(String task) {
        Compiled compiled = compile("task", task);
        if (compiled.arguments() == null || !compiled.mistakes().isEmpty()) {
            throw new AssertionError("the task has mistakes:\n" + compiled.mistakes());
        }
        try {
            return switch (compiled.arguments().bind(scope())) {
                case Binding.Bound bound -> bound.parameters();
                case Binding.NotYet notYet -> throw new AssertionError("unknown: " + notYet.unknown().cause());
            };
        } catch (RunbookException e) {
            throw new AssertionError(
                    "the task has mistakes:\n" + new DiagnosticRenderer(false).render(e.diagnostics()), e);
        }
    }

    private Scope scope() {
        return new Scope() {
            @Override
            public @Nullable Object lookup(String name) {
                return variables.containsKey(name) ? variables.get(name) : UNDEFINED;
            }

            @Override
            public Set<String> names() {
                return Set.copyOf(variables.keySet());
            }
        };
    }
}
