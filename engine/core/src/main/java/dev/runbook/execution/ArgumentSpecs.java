package dev.runbook.execution;

import dev.runbook.language.Codes;
import dev.runbook.language.Diagnostic;
import dev.runbook.language.Diagnostics;
import dev.runbook.language.Node;
import dev.runbook.language.Runbook;
import java.util.List;
import java.util.Optional;

/** Makes the task that checks what a role was given, from its {@code meta/argument_specs.yml}. */
final class ArgumentSpecs {
    private final String entryPoint;

    /** @param entryPoint the {@code tasks_from} by which the role is entered */
    ArgumentSpecs(String entryPoint) {
        this.entryPoint = entryPoint;
    }

    Optional<Program.Task> task(Roles.Role role, StepCompiler steps, Around around) {
        Node.MappingNode all = role.argumentSpecs();
        Node.Entry entry = all == null ? null : all.entry(entryPoint).orElse(null);
        if (entry == null || !(entry.value() instanceof Node.MappingNode point)) {
            return Optional.empty();
        }
        Diagnostics diagnostics = steps.diagnostics();
        Node options = point.entry("options").map(Node.Entry::value).orElse(null);
        if (options != null && !(options instanceof Node.MappingNode)) {
            diagnostics.add(Diagnostic.error(
                    Codes.ARGUMENT_SPEC.id(), options.span(), "`options` of an argument spec is a mapping of names"));
            return Optional.empty();
        }
        ArgumentSpec spec = new ArgumentSpec(
                role.name(), entryPoint,
                options instanceof Node.MappingNode mapping ? ArgumentSpec.options(mapping, diagnostics) : List.of());
        String about = point.entry("short_description")
                .map(Node.Entry::value)
                .filter(Node.ScalarNode.class::isInstance)
                .map(text -> " - " + ((Node.ScalarNode) text).text())
                .orElse("");
        String name = "Validating arguments against arg spec " + entryPoint + about;
        Runbook.Task ast = ast(entry.key(), name);
        return Optional.of(steps.task(ast, around, new Program.Action.ValidateArguments(spec)));
    }

    /** As if it had been written where the spec stands. Its tag makes it run whatever tags are chosen. */
    private static Runbook.Task ast(Node.ScalarNode at, String name) {
        Node.ScalarNode title = new Node.ScalarNode(name.replace("@{", "@@{"), true, "", at.span());
        Runbook.Common common = new Runbook.Common(
                title, List.of(), List.of(), List.of("always"), null, null, null, null, null, null, null, null, null, null,
                null, null, null, null, null, null, null, null, null, at.span());
        Node.ScalarNode module = new Node.ScalarNode("validate_argument_spec", false, "", at.span());
        return new Runbook.Task(
                common, module, module, null, null, null, null, Runbook.LoopControl.DEFAULT, List.of(), null, null, List.of(),
                List.of(), null, null, List.of(), List.of());
    }
}
