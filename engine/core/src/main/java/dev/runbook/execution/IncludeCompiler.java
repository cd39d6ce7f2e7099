package dev.runbook.execution;

import dev.runbook.expression.Expression;
import dev.runbook.language.Codes;
import dev.runbook.language.Diagnostic;
import dev.runbook.language.Diagnostics;
import dev.runbook.language.Node;
import dev.runbook.language.Runbook;
import dev.runbook.language.RunbookException;
import dev.runbook.language.Span;
import dev.runbook.variables.Frame;
import dev.runbook.variables.Precedence;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Compiles imports, includes and roles: what stands in files of its own. */
final class IncludeCompiler {
    /** Deeper, an include is taken to include itself without end. */
    private static final int DEEPEST = 60;

    private static final Set<String> FILES = Set.of("import_tasks", "include_tasks");
    /** From so many files on. */
    private static final int MANY = 4;

    private final Compiler compiler;
    private final StepCompiler steps;
    private final PlayParts parts;

    IncludeCompiler(Compiler compiler, StepCompiler steps, PlayParts parts) {
        this.compiler = compiler;
        this.steps = steps;
        this.parts = parts;
    }

    /** @param frames of the role and what it depends on, which come before those of its own */
    private record RoleBody(List<Program.Step> steps, List<Frame> frames) {}

    /** The files of a long list are read side by side; of a short one it would gain nothing. */
    void readAhead(List<Runbook.Step> list) {
        List<Runbook.EngineCall> literal = new ArrayList<>();
        for (Runbook.Step step : list) {
            if (step instanceof Runbook.Task task
                    && task.engineCall() != null
                    && FILES.contains(task.module().text())
                    && !task.engineCall().target().text().contains("@{")) {
                literal.add(task.engineCall());
            }
        }
        if (literal.size() >= MANY) {
            literal.forEach(call -> steps.place()
                    .find(call.target().text(), "tasks")
                    .ifPresent(file -> compiler.sources().tasksAhead(file, call.target().span())));
        }
    }

    Optional<Program.Step> importTasks(Runbook.Task task, Runbook.EngineCall call, Around around) {
        Span mentioned = call.target().span();
        Around inner = entering(task.common(), List.of(), around);
        Path file = name(call, inner).flatMap(name -> find(name, mentioned, steps.diagnostics())).orElse(null);
        if (file == null) {
            return Optional.empty();
        }
        if (steps.place().inside(file)) {
            steps.diagnostics().add(Diagnostic.error(
                    Codes.IMPORT_CYCLE.id(), mentioned, "`" + call.target().text() + "` imports itself",
                    "`include_tasks` with a `when` that comes to an end can do that"));
            return Optional.empty();
        }
        return compiler.sources()
                .tasks(file, mentioned, steps.diagnostics())
                .map(list -> steps.at(steps.place().in(file)).steps(list, inner))
                .map(list -> StepCompiler.group(list, List.of(), List.of()));
    }

    Optional<Program.Step> importRole(Runbook.Task task, Runbook.EngineCall call, Around around) {
        Around inner = entering(task.common(), List.of(), around);
        return name(call, inner).flatMap(name -> role(name, call, false, inner, call.target().span()))
                .map(body -> {
                    parts.exported().addAll(body.frames());
                    return StepCompiler.group(body.steps(), List.of(), List.of());
                });
    }

    /** What is imported may depend on what is known before any host: {@code -e} and the variables around. */
    private Optional<String> name(Runbook.EngineCall call, Around around) {
        Expression target = steps.expressions().text(call.target(), steps.diagnostics());
        if (target.literal()) {
            return Optional.of(call.target().text());
        }
        List<Frame> frames = new ArrayList<>(parts.known());
        frames.addAll(around.frames());
        try {
            return Optional.of(String.valueOf(target.evaluate(compiler.staticScope(frames))));
        } catch (RunbookException e) {
            e.diagnostics().forEach(steps.diagnostics()::add);
            steps.diagnostics().add(Diagnostic.error(
                    Codes.WRONG_SHAPE.id(), call.target().span(), "What is imported is read before the run, and this cannot be"
                            + " told before",
                    "an include chooses while the play runs"));
            return Optional.empty();
        }
    }

    /** A role that a play names; nothing where the play has had it before, in the same way. */
    List<Program.Step> roleOfPlay(Runbook.RoleUse use, Around around) {
        return use(use, around)
                .map(body -> {
                    parts.exported().addAll(body.frames());
                    return body.steps();
                })
                .orElse(List.of());
    }

    private Optional<RoleBody> use(Runbook.RoleUse use, Around around) {
        Around inner = entering(use.common(), use.parameters(), around);
        Span mentioned = use.name().span();
        Optional<Roles.Role> role = compiler.roles()
                .load(use.name().text(), Roles.Parts.MAIN, steps.place(), mentioned, steps.diagnostics());
        if (role.isEmpty()) {
            return Optional.empty();
        }
        boolean again = !parts.first(role.get().directory() + " " + RoleKey.of(use));
        if (again && !role.get().allowDuplicates() && !steps.place().inside(role.get().tasksFile())) {
            return Optional.empty();
        }
        return body(role.get(), new ArgumentSpecs("main"), false, inner, mentioned);
    }

    /** Keywords, tags and conditions go to each task; variables are parameters. */
    private Around entering(Runbook.Common common, List<Node.Entry> parameters, Around around) {
        List<Node.Entry> all = new ArrayList<>(parameters);
        all.addAll(common.vars());
        return steps.inside(common, around).withFrames(steps.frames(Precedence.PARAMETERS, "parameters", all));
    }

    private Optional<RoleBody> role(
            String name, Runbook.EngineCall call, boolean dynamic, Around around, Span mentioned) {
        Roles.Parts which = Roles.Parts.of(call);
        return compiler.roles()
                .load(name, which, steps.place(), mentioned, steps.diagnostics())
                .filter(role -> call.flag("allow_duplicates", true) || parts.first(role.directory() + " " + which))
                .flatMap(role -> {
                    ArgumentSpecs specs = call.flag("rolespec_validate", true) ? new ArgumentSpecs(which.tasks()) : null;
                    return body(role, specs, dynamic, around, mentioned);
                });
    }

    private Optional<RoleBody> body(
            Roles.Role role, @Nullable ArgumentSpecs specs, boolean dynamic, Around around, Span mentioned) {
        Place place = steps.place();
        if (!dynamic && place.inside(role.tasksFile())) {
            steps.diagnostics().add(Diagnostic.error(
                    Codes.ROLE_CYCLE.id(), mentioned, "Role `" + role.name() + "` depends on itself",
                    "`include_role` with a `when` that comes to an end can do that"));
            return Optional.empty();
        }
        StepCompiler inside = steps.at(place.in(role.name(), role.directory(), role.tasksFile()));
        List<Frame> frames = new ArrayList<>();
        List<Program.Step> all = new ArrayList<>();
        for (Runbook.RoleUse dependency : role.dependencies()) {
            new IncludeCompiler(compiler, inside, parts).use(dependency, around).ifPresent(body -> {
                all.addAll(body.steps());
                frames.addAll(body.frames());
            });
        }
        Frame about = Frame.data(
                Precedence.MAGIC, "built in", Map.of("role_name", role.name(), "role_path", role.directory().toString()));
        frames.addAll(inside.frames(Precedence.ROLE_DEFAULTS, "defaults of role " + role.name(), role.defaults()));
        frames.addAll(inside.frames(Precedence.ROLE_VARS, "vars of role " + role.name(), role.vars()));
        Around inner = around.withFrames(frames).withFrames(List.of(about));
        if (specs != null) {
            specs.task(role, inside, inner).ifPresent(all::add);
        }
        all.addAll(inside.steps(role.tasks(), inner));
        StepCompiler ofHandlers = steps.at(place.in(
                role.name(), role.directory(), role.directory().resolve("handlers").resolve("main.yml")));
        parts.handlers().addAll(ofHandlers.handlers(role.handlers(), inner));
        return Optional.of(new RoleBody(List.copyOf(all), List.copyOf(frames)));
    }

    /** What is included is compiled now where it can be told which it is, so that its mistakes are found now. */
    Program.Action.Include include(Runbook.Task task, Runbook.EngineCall call, Around around) {
        Expression target = steps.expressions().text(call.target(), steps.diagnostics());
        Around inner = call.apply() == null
                ? around
                : steps.inside(call.apply(), around)
                        .withFrames(steps.frames(Precedence.PARAMETERS, "apply vars", call.apply().vars()));
        Map<String, Program.Included> loaded = new ConcurrentHashMap<>();
        Program.Loader loader = name -> {
            Program.Included known = loaded.get(name);
            if (known == null) {
                Diagnostics own = new Diagnostics();
                known = included(task, call, name, inner, own).orElse(null);
                if (known == null || own.hasErrors()) {
                    throw new RunbookException(own.all());
                }
                loaded.put(name, known);
            }
            return known;
        };
        Program.Included known = null;
        if (target.literal() && !recursive(task, call)) {
            known = included(task, call, call.target().text(), inner, steps.diagnostics()).orElse(null);
            if (known != null) {
                loaded.put(call.target().text(), known);
            }
        }
        return new Program.Action.Include(
                task.module().text(), target, loader, known,
                steps.frames(Precedence.PARAMETERS, "parameters", task.common().vars()));
    }

    private boolean recursive(Runbook.Task task, Runbook.EngineCall call) {
        return task.module().text().equals("include_tasks")
                ? steps.place().find(call.target().text(), "tasks").filter(steps.place()::inside).isPresent()
                : compiler.roles()
                        .load(call.target().text(), Roles.Parts.of(call), steps.place(), call.target().span(), new Diagnostics())
                        .filter(role -> steps.place().inside(role.tasksFile()))
                        .isPresent();
    }

    private Optional<Program.Included> included(
            Runbook.Task task, Runbook.EngineCall call, String name, Around around, Diagnostics into) {
        PlayParts own = new PlayParts();
        StepCompiler here = new StepCompiler(compiler, steps.place(), own, into);
        Span mentioned = call.target().span();
        if (steps.place().chain().size() > DEEPEST) {
            into.add(Diagnostic.error(
                    Codes.INCLUDE_DEPTH.id(), mentioned, "`" + name + "` is included more than " + DEEPEST + " deep",
                    "a file that includes itself needs a `when` that comes to an end"));
            return Optional.empty();
        }
        if (task.module().text().equals("include_tasks")) {
            Path file = new IncludeCompiler(compiler, here, own).find(name, mentioned, into).orElse(null);
            return file == null
                    ? Optional.empty()
                    : compiler.sources().tasks(file, mentioned, into).map(list -> new Program.Included(
                            Sources.shown(file, mentioned),
                            here.at(here.place().in(file)).steps(list, around),
                            List.copyOf(own.handlers()),
                            List.copyOf(own.exported())));
        }
        IncludeCompiler inside = new IncludeCompiler(compiler, here, own);
        return inside.role(name, call, true, around, mentioned).map(body -> new Program.Included(
                name,
                body.steps(),
                List.copyOf(own.handlers()),
                call.flag("public", false) ? body.frames() : List.copyOf(own.exported())));
    }

    private Optional<Path> find(String name, Span mentioned, Diagnostics into) {
        Optional<Path> file = steps.place().find(name, "tasks");
        if (file.isEmpty()) {
            into.add(Diagnostic.error(
                    Codes.FILE_MISSING.id(), mentioned, "There is no file `" + name + "`",
                    steps.place().nearest(name, "tasks")
                            .orElse("it is looked for beside this file, and beside the runbook")));
        }
        return file;
    }
}
