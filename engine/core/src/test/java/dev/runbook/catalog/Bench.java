package dev.runbook.catalog;

import dev.runbook.api.TaskModule;
import dev.runbook.expression.MvelExpressions;
import dev.runbook.expression.Scope;
import dev.runbook.language.Diagnostics;
import dev.runbook.language.Node;
import dev.runbook.language.Source;
import dev.runbook.language.YamlReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compiles tasks written as in a runbook. */
final class Bench {
    private static final List<TaskModule> MODULES = List.of(new SampleModule(), new TextModule(), new RestModule());

    private final Path directory;
    final Diagnostics diagnostics = new Diagnostics();

    Bench(Path directory) {
        this.directory = directory;
    }

    /** The text is a mapping with one module's name, and perhaps {@code args}. */
    Arguments compile(String name, String yaml) {
        Node root = new YamlReader().read(new Source(name, null, yaml), diagnostics).orElseThrow();
        Node.Entry task = ((Node.MappingNode) root).entries().getFirst();
        @Nullable Node extra = ((Node.MappingNode) root).entry("args").map(Node.Entry::value).orElse(null);
        return Arguments.compile(
                module(task.key().text()), task.value(), extra, new MvelExpressions(directory), RunbookFiles.beside(directory),
                diagnostics, task.key().span());
    }

    static ModuleDescriptor module(String name) {
        try {
            for (TaskModule module : MODULES) {
                ModuleDescriptor descriptor = ModuleDescriptor.of(module, "test");
                if (descriptor.name().equals(name)) {
                    return descriptor;
                }
            }
        } catch (UnusableModuleException e) {
            throw new AssertionError(e);
        }
        throw new AssertionError(name);
    }

    static Scope scope(Map<String, ?> variables) {
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
