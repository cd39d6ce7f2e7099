package dev.runbook.testkit;

import dev.runbook.api.TaskModule;
import dev.runbook.catalog.FileLocator;
import dev.runbook.catalog.ModuleDescriptor;
import dev.runbook.catalog.Parameter;
import dev.runbook.catalog.ParameterType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;

/** Finds what is missing from a module's documentation, and examples that do not work. */
final class Documentation {
    private final ModuleDescriptor module;
    private final List<String> problems = new ArrayList<>();

    private Documentation(ModuleDescriptor module) {
        this.module = module;
    }

    static List<String> problems(ModuleDescriptor module) {
        var documentation = new Documentation(module);
        documentation.summary();
        documentation.parameters("", module.parameters().parameters());
        documentation.examples();
        documentation.service();
        return documentation.problems;
    }

    private void summary() {
        String text = module.summary();
        if (text.isBlank() || !Character.isUpperCase(text.charAt(0)) || text.endsWith(".") || text.length() > 120) {
            problems.add("the summary must be one sentence of at most 120 characters that begins with a capital letter"
                    + " and has no full stop: " + text);
        }
    }

    private void parameters(String outer, List<Parameter> parameters) {
        for (Parameter parameter : parameters) {
            String doc = parameter.doc();
            if ((!Character.isUpperCase(doc.charAt(0)) && !Character.isDigit(doc.charAt(0))) || !doc.endsWith(".")) {
                problems.add("the text of " + outer + parameter.name()
                        + " must begin with a capital letter and end with a full stop: " + doc);
            }
            nested(outer + parameter.name() + ".", parameter.type());
        }
    }

    private void nested(String outer, ParameterType type) {
        switch (type) {
            case ParameterType.Nested nested -> parameters(outer, nested.shape().parameters());
            case ParameterType.ListOf list -> nested(outer, list.item());
            case ParameterType.MapOf map -> nested(outer, map.value());
            default -> {}
        }
    }

    private void examples() {
        if (module.examples().isEmpty()) {
            problems.add("there is no example");
        }
        try {
            Path empty = Files.createTempFile("example", ".tmpl");
            try {
                FileLocator everywhere = (name, kind) -> new FileLocator.Location.Found(empty, name);
                var reader = new TaskReader(module, everywhere, Path.of(""), Map.of());
                for (String example : module.examples()) {
                    TaskReader.Compiled compiled = reader.compile("example", example);
                    if (!compiled.mistakes().isEmpty()) {
                        problems.add("an example has mistakes:\n" + compiled.mistakes());
                    } else if (compiled.arguments() != null && compiled.arguments().references().isEmpty()) {
                        reader.bind(example);
                    }
                }
            } finally {
                Files.delete(empty);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void service() {
        Class<?> type = module.module().getClass();
        boolean listed = ServiceLoader.load(TaskModule.class, type.getClassLoader()).stream()
                .anyMatch(provider -> provider.type() == type);
        if (!listed) {
            problems.add("META-INF/services/" + TaskModule.class.getName() + " does not list " + type.getName());
        }
    }
}
