package dev.runbook.execution;

import dev.runbook.catalog.Arguments;
import dev.runbook.catalog.ModuleDescriptor;
import dev.runbook.catalog.Parameter;
import dev.runbook.expression.Expression;
import dev.runbook.expression.Expressions;
import dev.runbook.language.Codes;
import dev.runbook.language.Diagnostic;
import dev.runbook.language.Diagnostics;
import dev.runbook.language.Node;
import dev.runbook.language.Runbook;
import dev.runbook.language.Suggestions;
import dev.runbook.variables.Frame;
import dev.runbook.variables.Precedence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Compiles the tasks, blocks and handlers of one file. */
final class StepCompiler {
    private final Compiler compiler;
    private final Place place;
    private final PlayParts parts;
    private final Diagnostics diagnostics;
    private final Expressions expressions;

    StepCompiler(Compiler compiler, Place place, PlayParts parts, Diagnostics diagnostics) {
        this.compiler = compiler;
        this.place = place;
        this.parts = parts;
        this.diagnostics = diagnostics;
        this.expressions = compiler.expressions(place.base());
    }

    StepCompiler at(Place other) {
        return new StepCompiler(compiler, other, parts, diagnostics);
    }

    Place place() {
        return place;
    }

    Expressions expressions() {
        return expressions;
    }

    Diagnostics diagnostics() {
        return diagnostics;
    }

    List<Frame> frames(Precedence precedence, String origin, List<Node.Entry> entries) {
        if (entries.isEmpty()) {
            return List.of();
        }
        Frame frame = Frame.of(precedence, origin, entries);
        frame.check(expressions, diagnostics);
        return List.of(frame);
    }

    List<Program.Step> roleOfPlay(Runbook.RoleUse use, Around around) {
        return includes().roleOfPlay(use, around);
    }

    private IncludeCompiler includes() {
        return new IncludeCompiler(compiler, this, parts);
    }

    List<Program.Step> steps(List<Runbook.Step> steps, Around around) {
        includes().readAhead(steps);
        List<Program.Step> compiled = new ArrayList<>();
        for (Runbook.Step step : steps) {
            switch (step) {
                case Runbook.Task task -> task(task, around).ifPresent(compiled::add);
                case Runbook.Block block -> compiled.add(block(block, around));
            }
        }
        return List.copyOf(compiled);
    }

    /** Handlers; those of an import are handlers themselves. */
    List<Program.Task> handlers(List<Runbook.Task> handlers, Around around) {
        return handlers.stream()
                .flatMap(handler -> task(handler, around).stream())
                .flatMap(step -> switch (step) {
                    case Program.Task task -> Stream.of(task);
                    case Program.Block block -> Steps.tasks(block.block());
                })
                .toList();
    }

    private Program.Block block(Runbook.Block block, Around around) {
        Around inner = inside(block.common(), around)
                .withFrames(frames(Precedence.BLOCK_VARS, "block vars", block.common().vars()))
                .withNotifies(notifies(block.notifies()));
        return group(steps(block.block(), inner), steps(block.rescue(), inner), steps(block.always(), inner));
    }

    /** Everything but variables and notifications. */
    Around inside(Runbook.Common common, Around around) {
        return around.withSettings(around.settings().with(common, expressions, diagnostics))
                .withTags(common.tags())
                .withDefaults(defaults(common));
    }

    static Program.Block group(List<Program.Step> main, List<Program.Step> rescue, List<Program.Step> always) {
        boolean selected = Stream.of(main, rescue, always).flatMap(List::stream).anyMatch(Program.Step::selected);
        return new Program.Block(main, rescue, always, selected);
    }

    private List<Expression> notifies(List<Node> names) {
        return names.stream().map(name -> expressions.value(name, diagnostics)).toList();
    }

    private Optional<Program.Step> task(Runbook.Task task, Around around) {
        Runbook.EngineCall call = task.engineCall();
        String name = task.module().text();
        if (call != null && !call.target().text().isEmpty()) {
            IncludeCompiler includes = includes();
            return switch (name) {
                case "import_tasks" -> includes.importTasks(task, call, around);
                case "import_role" -> includes.importRole(task, call, around);
                case "include_tasks", "include_role" -> Optional.of(task(task, around, includes.include(task, call, around)));
                case "include_vars" -> Optional.of(task(
                        task, around, new VarsIncludes(compiler.sources(), this).compile(call, task.module().span())));
                default -> Optional.of(task(task, around, new Program.Action.Meta(call.target().text())));
            };
        }
        ModuleDescriptor module = compiler.modules().find(name).orElse(null);
        if (module == null) {
            if (task.register() != null) {
                compiler.lost().add(task.register().text());
            }
            return Optional.empty(); // the parser has said so
        }
        Arguments arguments = Arguments.compile(
                module, task.arguments(), withDefaults(module, task, around.withDefaults(defaults(task.common()))), expressions,
                place.files(), diagnostics, task.module().span());
        return Optional.of(task(task, around, new Program.Action.OfModule(module, arguments)));
    }

    /** A task around what it does. */
    Program.Task task(Runbook.Task task, Around around, Program.Action action) {
        Runbook.Common common = task.common();
        boolean include = action instanceof Program.Action.Include;
        Around inner = inside(common, around)
                .withFrames(include ? List.of() : frames(Precedence.TASK_VARS, "task vars", common.vars()))
                .withNotifies(notifies(task.notifies()));
        return new Program.Task(
                task,
                action,
                place.roleName(),
                common.name() == null ? null : expressions.text(common.name(), diagnostics),
                inner.settings(),
                inner.frames(),
                loop(task),
                retry(task),
                task.async() == null
                        ? null
                        : new Program.Background(
                                expressions.value(task.async(), diagnostics),
                                task.poll() == null ? null : expressions.value(task.poll(), diagnostics)),
                conditions(task.changedWhen()),
                conditions(task.failedWhen()),
                inner.notifies(),
                inner.tags(),
                compiler.tags().selects(inner.tags()));
    }

    private Program.@Nullable Loop loop(Runbook.Task task) {
        if (task.loop() == null) {
            return null;
        }
        Runbook.LoopControl control = task.loopControl();
        return new Program.Loop(
                expressions.value(task.loop(), diagnostics),
                control.loopVar(),
                control.indexVar(),
                control.label() == null ? null : expressions.value(control.label(), diagnostics),
                control.pause() == null ? null : expressions.value(control.pause(), diagnostics),
                conditions(control.breakWhen()),
                control.extended());
    }

    private Program.@Nullable Retry retry(Runbook.Task task) {
        if (task.until().isEmpty() && task.retries() == null) {
            return null;
        }
        return new Program.Retry(
                conditions(task.until()),
                task.retries() == null ? null : expressions.value(task.retries(), diagnostics),
                task.delay() == null ? null : expressions.value(task.delay(), diagnostics));
    }

    private List<Expression> conditions(List<Node.ScalarNode> written) {
        return written.stream().map(scalar -> expressions.condition(scalar, diagnostics)).toList();
    }

    /** {@code module_defaults} by the names that modules have here. */
    Map<String, Map<String, Node.Entry>> defaults(Runbook.Common common) {
        if (!(common.moduleDefaults() instanceof Node.MappingNode written)) {
            return Map.of();
        }
        Map<String, Map<String, Node.Entry>> defaults = new LinkedHashMap<>();
        for (Node.Entry entry : written.entries()) {
            String key = entry.key().text();
            String plain = key.substring(key.lastIndexOf('.') + 1);
            String name = compiler.modules().formerNames().getOrDefault(plain, plain);
            ModuleDescriptor module = compiler.modules().find(name).orElse(null);
            if (module == null) {
                diagnostics.add(Diagnostic.error(
                        Codes.UNKNOWN_MODULE.id(), entry.key().span(), "There is no module `" + key + "`",
                        key.startsWith("group/")
                                ? "groups of modules are not known here: name each module"
                                : Suggestions.hint(plain, compiler.modules().names()).orElse("`runbook doc` lists the modules")));
            } else if (entry.value() instanceof Node.MappingNode parameters) {
                Map<String, Node.Entry> values = new LinkedHashMap<>();
                parameters.entries().forEach(p -> known(module, p).ifPresent(n -> values.put(n, p)));
                defaults.put(module.name(), values);
            }
        }
        return defaults;
    }

    private Optional<String> known(ModuleDescriptor module, Node.Entry parameter) {
        Optional<Parameter> found = module.parameters().find(parameter.key().text());
        if (found.isEmpty()) {
            List<String> names = module.parameters().parameters().stream().map(Parameter::name).toList();
            diagnostics.add(Diagnostic.error(
                    Codes.UNKNOWN_PARAMETER.id(), parameter.key().span(),
                    "`" + module.name() + "` has no parameter `" + parameter.key().text() + "`",
                    Suggestions.hint(parameter.key().text(), names)
                            .orElse("`runbook doc " + module.name() + "` shows its parameters")));
        }
        return found.map(Parameter::name);
    }

    /** What {@code args} gives, and the defaults for what is given nowhere. */
    private static @Nullable Node withDefaults(ModuleDescriptor module, Runbook.Task task, Around around) {
        Node extra = task.extraArguments();
        Map<String, Node.Entry> defaults = around.defaults().getOrDefault(module.name(), Map.of());
        boolean merges = extra == null || extra instanceof Node.MappingNode;
        if (defaults.isEmpty() || !merges) {
            return extra;
        }
        List<Node.Entry> entries = new ArrayList<>();
        if (extra instanceof Node.MappingNode given) {
            entries.addAll(given.entries());
        }
        defaults.forEach((name, entry) -> {
            Parameter parameter = module.parameters().find(name).orElseThrow();
            boolean isText = task.arguments() instanceof Node.ScalarNode text && !text.isNull() && parameter.freeForm();
            if (!gives(task.arguments(), parameter) && !gives(extra, parameter) && !isText) {
                entries.add(entry);
            }
        });
        return entries.isEmpty() ? extra : new Node.MappingNode(entries, entries.getFirst().key().span());
    }

    private static boolean gives(@Nullable Node written, Parameter parameter) {
        return written instanceof Node.MappingNode mapping
                && mapping.entries().stream().anyMatch(entry -> parameter.answersTo(entry.key().text()));
    }
}
