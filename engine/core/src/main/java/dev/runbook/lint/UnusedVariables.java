package dev.runbook.lint;

import dev.runbook.catalog.Parameter;
import dev.runbook.catalog.ParameterType;
import dev.runbook.language.Codes;
import dev.runbook.language.Diagnostics;
import dev.runbook.language.Keywords;
import dev.runbook.language.Literals;
import dev.runbook.language.Node;
import dev.runbook.language.Runbook;
import java.util.HashSet;
import java.util.Set;

/**
 * Variables and results that nothing uses. A name counts as used wherever it stands in an expression of the runbook, or
 * anywhere in a file that belongs to it. Names that begin with {@code _} are unused on purpose, and names of connection
 * variables are used by the engine.
 */
final class UnusedVariables implements Rule {
    @Override
    public void check(Subject subject, Diagnostics found) {
        Surroundings surroundings = subject.surroundings();
        if (!surroundings.complete()) {
            return;
        }
        Set<String> used = new HashSet<>();
        collect(subject.root(), false, keysOfExpressions(subject), used);
        Walk.commons(subject.runbook()).flatMap(common -> common.vars().stream()).map(Node.Entry::key).forEach(name -> {
            if (unused(name.text(), used, surroundings) && !name.text().startsWith("ansible_")) {
                found.warning(
                        Codes.UNUSED_VARIABLE.id(), name.span(), "Nothing uses the variable `" + name.text() + "`",
                        "remove it, or look for a misspelt name where it was to be used");
            }
        });
        Walk.tasks(subject.runbook()).map(Walk.Placed::step).forEach(task -> {
            Node.ScalarNode name = task.register();
            if (name != null && unused(name.text(), used, surroundings)) {
                registered(task, name, found);
            }
        });
    }

    private static boolean unused(String name, Set<String> used, Surroundings surroundings) {
        return !name.startsWith("_") && !used.contains(name) && !surroundings.name(name);
    }

    private static void registered(Runbook.Task task, Node.ScalarNode name, Diagnostics found) {
        boolean lenient = task.common().ignoreErrors() instanceof Node.ScalarNode written
                && Literals.bool(written.text()).orElse(false);
        found.warning(
                Codes.UNUSED_REGISTER.id(), name.span(), "Nothing uses the result `" + name.text() + "`",
                lenient
                        ? "with `ignore_errors`, a failure of this task is never noticed: use the result, or write"
                                + " `failed_when` with the failures that matter"
                        : "remove `register`, or look for a misspelt name where it was to be used");
    }

    /** Keys whose values are expressions without {@code @{ }} around them. */
    private static Set<String> keysOfExpressions(Subject subject) {
        Set<String> keys = new HashSet<>(Set.of("break_when"));
        Keywords.all().stream()
                .filter(keyword -> keyword.shape() == Keywords.Shape.CONDITIONS)
                .forEach(keyword -> keys.add(keyword.name()));
        subject.modules().all().stream()
                .flatMap(module -> module.parameters().parameters().stream())
                .filter(parameter -> parameter.type() instanceof ParameterType.BareExpression
                        || (parameter.type() instanceof ParameterType.ListOf list
                                && list.item() instanceof ParameterType.BareExpression))
                .map(Parameter::name)
                .forEach(keys::add);
        return keys;
    }

    private static void collect(Node node, boolean bare, Set<String> keys, Set<String> used) {
        switch (node) {
            case Node.ScalarNode scalar -> {
                if (bare || scalar.text().contains("@{")) {
                    used.addAll(Surroundings.words(scalar.text()));
                }
            }
            case Node.SequenceNode sequence -> sequence.items().forEach(item -> collect(item, bare, keys, used));
            case Node.MappingNode mapping -> mapping.entries().forEach(entry -> {
                collect(entry.key(), false, keys, used);
                collect(entry.value(), bare || keys.contains(entry.key().text()), keys, used);
            });
        }
    }
}
