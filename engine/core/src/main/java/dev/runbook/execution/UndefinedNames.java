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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds names that nothing defines: neither the inventory nor {@code -e}, nor anything in the runbook itself, wherever
 * it stands. That a name is defined only on some way through the runbook is left to the run.
 */
final class UndefinedNames {
    /** Defined by the engine while a play runs. */
    private static final Set<String> BY_THE_ENGINE =
            Set.of("facts", "failed_task", "failed_result", "omit", "ansible_loop");

    private static final Pattern FOREIGN_BRACES = Pattern.compile(
            "\\{\\{-?\\s*(?!ansible_|inventory_hostname\\b|hostvars\\b)([A-Za-z_]\\w*)\\s*-?\\}\\}");

    private final Variables variables;
    private final Selection selection;
    private final VarsFiles varsFiles;
    private final Set<String> lost;
    private final Diagnostics diagnostics;

    /** @param lost what tasks would register that could not be compiled: one mistake is enough for them */
    UndefinedNames(
            Variables variables,
            Selection selection,
            VarsFiles varsFiles,
            Set<String> lost,
            Diagnostics diagnostics) {
        this.variables = variables;
        this.selection = selection;
        this.varsFiles = varsFiles;
        this.lost = Set.copyOf(lost);
        this.diagnostics = diagnostics;
    }

    void check(Program program) {
        Set<String> defined = new TreeSet<>(BY_THE_ENGINE);
        Set<String> hosts = new TreeSet<>();
        program.plays().forEach(play -> hosts.addAll(selection.hosts(play)));
        defined.addAll(variables.namesFor(hosts));
        defined.addAll(lost);
        boolean open = false;
        for (Program.Play play : program.plays()) {
            frames(play).forEach(frame -> defined.addAll(frame.names()));
            List<Program.Task> tasks = Steps.everything(play);
            tasks.forEach(task -> addDefinedBy(task, defined));
            play.ast().prompts().forEach(prompt -> defined.add(prompt.name().text()));
            open |= tasks.stream().anyMatch(UndefinedNames::mayDefineAnything);
            VarsFiles.Known files = varsFiles.check(play.ast().varsFiles(), play.directory(), diagnostics);
            files.frames().forEach(frame -> defined.addAll(frame.names()));
            open |= !files.complete();
        }
        program.plays().stream().flatMap(play -> Steps.everything(play).stream())
                .forEach(task -> foreignBraces(task.ast().arguments(), defined));
        boolean unknownHosts = selection.withoutInventory()
                && program.plays().stream().anyMatch(play -> selection.hosts(play).isEmpty());
        if (open || unknownHosts) {
            return; // a file whose name depends on a host may define anything
        }
        program.plays().forEach(play -> references(play).forEach(reference -> check(reference, defined)));
    }

    private static Stream<Frame> frames(Program.Play play) {
        Stream<Frame> ofTasks = Steps.everything(play).stream().flatMap(task -> Stream.concat(
                task.frames().stream(),
                task.action() instanceof Program.Action.Include include
                        ? Stream.concat(
                                include.parameters().stream(),
                                include.known() == null ? Stream.of() : include.known().exported().stream())
                        : Stream.of()));
        return Stream.concat(play.frames().stream(), ofTasks).distinct();
    }

    /** What is chosen only while the play runs, may define any name. */
    private static boolean mayDefineAnything(Program.Task task) {
        return switch (task.action()) {
            case Program.Action.Include include -> include.known() == null;
            case Program.Action.IncludeVars vars -> vars.names() == null;
            case Program.Action.OfModule module -> module.module().addsHosts(); // they bring variables of their own
            case Program.Action.Meta meta -> meta.what().equals("refresh_inventory");
            case Program.Action.ValidateArguments validate -> false;
        };
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
        if (task.action() instanceof Program.Action.IncludeVars vars && vars.names() != null) {
            defined.addAll(vars.names());
        }
        if (task.action() instanceof Program.Action.ValidateArguments(ArgumentSpec spec)) {
            spec.options().forEach(option -> defined.add(option.name())); // the task says it when one is missing
        }
        boolean takesAnyName = task.action() instanceof Program.Action.OfModule module
                && module.module().parameters().parameters().stream().anyMatch(Parameter::rest);
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
        Steps.everything(play).forEach(task -> {
            List<Expression.Reference> own = new ArrayList<>(task.action().references());
            add(own, task.settings().all());
            add(own, task.changedWhen());
            add(own, task.failedWhen());
            add(own, task.notifies());
            Set<String> askedFor = new TreeSet<>(); // when: defined(x) covers the whole task
            task.settings().when().forEach(condition -> condition.references().stream()
                    .filter(Expression.Reference::guarded)
                    .forEach(reference -> askedFor.add(reference.name())));
            own.removeIf(reference -> askedFor.contains(reference.name()));
            all.addAll(own);
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

    /** Braces of another language are left alone, unless what stands in them is a variable of this runbook. */
    private void foreignBraces(@Nullable Node node, Set<String> defined) {
        switch (node) {
            case Node.ScalarNode scalar -> {
                Matcher braces = FOREIGN_BRACES.matcher(scalar.text());
                while (braces.find()) {
                    if (defined.contains(braces.group(1)) && !BY_THE_ENGINE.contains(braces.group(1))) {
                        diagnostics.add(Diagnostic.warning(
                                "jinja-braces",
                                scalar.spanOf(braces.start(), braces.end()),
                                "`" + braces.group() + "` stays as it is, and `" + braces.group(1) + "` is a variable",
                                "for its value write @{" + braces.group(1) + "}"));
                    }
                }
            }
            case Node.SequenceNode sequence -> sequence.items().forEach(item -> foreignBraces(item, defined));
            case Node.MappingNode mapping -> mapping.entries().forEach(entry -> foreignBraces(entry.value(), defined));
            case null -> {}
        }
    }
}
