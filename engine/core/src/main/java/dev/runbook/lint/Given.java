package dev.runbook.lint;

import dev.runbook.catalog.ModuleDescriptor;
import dev.runbook.catalog.Parameter;
import dev.runbook.language.Node;
import dev.runbook.language.Runbook;
import java.util.Optional;
import java.util.stream.Stream;

/** What a task gives its module, as it is written. */
record Given(Runbook.Task task, ModuleDescriptor module) {
    /** The value of a parameter, under whatever name it was given. */
    Optional<Node> node(String parameter) {
        Parameter wanted = module.parameters().find(parameter).orElse(null);
        if (wanted == null) {
            return Optional.empty();
        }
        if (wanted.freeForm() && task.arguments() instanceof Node.ScalarNode text && !text.isNull()) {
            return Optional.of(text);
        }
        return Stream.of(Optional.of(task.arguments()), Optional.ofNullable(task.extraArguments()))
                .flatMap(Optional::stream)
                .filter(Node.MappingNode.class::isInstance)
                .flatMap(mapping -> ((Node.MappingNode) mapping).entries().stream())
                .filter(entry -> wanted.answersTo(entry.key().text()))
                .map(Node.Entry::value)
                .findFirst();
    }

    Optional<Node.ScalarNode> scalar(String parameter) {
        return node(parameter)
                .filter(Node.ScalarNode.class::isInstance)
                .map(Node.ScalarNode.class::cast)
                .filter(scalar -> !scalar.isNull());
    }

    /** Whether a text holds no expression. */
    static boolean literal(Node.ScalarNode scalar) {
        return scalar.tag().isEmpty() && !scalar.text().contains("@{");
    }
}
