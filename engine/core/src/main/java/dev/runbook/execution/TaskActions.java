package dev.runbook.execution;

import dev.runbook.api.Unknown;
import dev.runbook.api.UnknownException;
import dev.runbook.catalog.Binding;
import dev.runbook.catalog.ModuleDescriptor;
import dev.runbook.event.Event;
import dev.runbook.event.Event.Failure;
import dev.runbook.event.Event.Status;
import dev.runbook.expression.Scope;
import dev.runbook.host.Access;
import dev.runbook.host.ConnectionSettings;
import dev.runbook.host.Host;
import dev.runbook.language.RunbookException;
import dev.runbook.variables.Frame;
import dev.runbook.variables.Precedence;
import dev.runbook.variables.Variable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a task is for, done once on one host: its module, or what the engine itself does for it. */
final class TaskActions {
    /** As Ansible looks. */
    private static final Duration DEFAULT_POLL = Duration.ofSeconds(15);

    private final RunContext context;
    private final HostState host;
    private final Program.Task task;
    private final Event.TaskRef ref;
    private final List<Frame> frames;
    private final List<Inclusion> inclusions = new ArrayList<>();
    private @Nullable String delegate;
    private int item;

    /** @param frames the variables around the task, its own included */
    TaskActions(RunContext context, HostState host, Program.Task task, Event.TaskRef ref, List<Frame> frames) {
        this.context = context;
        this.host = host;
        this.task = task;
        this.ref = ref;
        this.frames = frames;
    }

    /**
     * Tasks to run.
     *
     * @param index of the loop's item that brought them; 0 without a loop
     * @param frames variables for them: parameters, and the item
     */
    record Inclusion(int index, Program.Included included, List<Frame> frames) {}

    /** @param other the host that does it in place of this one; null for none */
    void delegateTo(@Nullable String other) {
        delegate = other;
    }

    /** Which item of the loop is next. */
    void item(int index) {
        item = index;
    }

    /** What includes have brought. */
    List<Inclusion> inclusions() {
        return List.copyOf(inclusions);
    }

    /** Whether it is only shown what would be done. */
    boolean predicts(Scope scope) {
        return Booleans.of(task.settings().checkMode(), scope, context.options().check());
    }

    /** What is registered of a task that did not run. */
    Map<String, @Nullable Object> unknownResult(Unknown why) {
        return task.action() instanceof Program.Action.OfModule action
                ? ModuleRunner.unknownResult(action.module(), why)
                : new LinkedHashMap<>();
    }

    /** Does what the task is for, once. */
    Attempt attempt(Scope scope, List<Frame> around) throws InterruptedException {
        return switch (task.action()) {
            case Program.Action.OfModule action -> module(action, scope);
            case Program.Action.Include include -> include(include, scope, around);
            case Program.Action.IncludeVars vars -> includeVars(vars, scope);
            case Program.Action.ValidateArguments(ArgumentSpec spec) -> validate(spec, scope);
            case Program.Action.Meta meta -> Attempt.of(Status.OK, List.of(), Map.of());
        };
    }

    private static Attempt validate(ArgumentSpec spec, Scope scope) {
        List<String> mistakes = spec.mistakes(scope);
        if (mistakes.isEmpty()) {
            return Attempt.of(Status.OK, List.of(), Map.of("msg", "The arguments fit the spec."));
        }
        String message = "role `" + spec.role() + "` cannot be used like this:\n  " + String.join("\n  ", mistakes);
        return Attempt.failed(new Failure(message, List.of(), List.of()), false, Map.of());
    }

    private Attempt includeVars(Program.Action.IncludeVars vars, Scope scope) {
        Program.VarsSource.Found found = vars.source().read(scope);
        host.variables().define(found.frame());
        Map<String, @Nullable Object> result = new LinkedHashMap<>();
        result.put("ansible_included_var_files", found.files());
        return Attempt.of(Status.OK, List.of(), result);
    }

    private Attempt include(Program.Action.Include include, Scope scope, List<Frame> around) {
        Object target = include.target().evaluate(scope);
        if (target instanceof Unknown unknown) {
            throw new UnknownException(unknown);
        }
        Program.Included included = include.loader().load(String.valueOf(target));
        List<Frame> own = new ArrayList<>(around.subList(frames.size(), around.size()));
        own.addAll(parameters(include, around));
        inclusions.add(new Inclusion(item, included, own));
        Map<String, @Nullable Object> result = new LinkedHashMap<>();
        result.put("include", included.shown());
        return Attempt.of(Status.OK, List.of(), result);
    }

    /** In a loop, values are taken now: tasks inside may have loops of their own, whose items would be seen instead. */
    private List<Frame> parameters(Program.Action.Include include, List<Frame> around) {
        if (task.loop() == null || include.parameters().isEmpty()) {
            return include.parameters();
        }
        List<Frame> all = new ArrayList<>(around);
        all.addAll(include.parameters());
        Scope inside = host.variables().scope(all);
        Map<String, @Nullable Object> now = new LinkedHashMap<>();
        for (Frame frame : include.parameters()) {
            for (String name : frame.names()) {
                try {
                    now.put(name, inside.lookup(name));
                } catch (RunbookException | UnknownException e) {
                    continue; // it may depend on what a task inside defines
                }
            }
        }
        List<Frame> frozen = new ArrayList<>(include.parameters());
        frozen.add(Frame.data(Precedence.PARAMETERS, "parameters", now));
        return frozen;
    }

    /** Binds the parameters and lets the module run. */
    private Attempt module(Program.Action.OfModule action, Scope scope) throws InterruptedException {
        boolean predict = predicts(scope);
        return switch (action.arguments().bind(scope)) {
            case Binding.Bound bound -> {
                bound.secrets().forEach(secret -> context.masker().add(secret.reveal()));
                Attempt attempt = carryOut(action.module(), bound.parameters(), scope, predict);
                attempt.additions().forEach(addition -> addition.variables().forEach(
                        (name, value) -> context.learnSecrets(Variable.guarded(name, value))));
                context.inventory().add(host.name(), attempt.additions(), "task " + ref.name(), predict);
                yield attempt;
            }
            case Binding.NotYet(Unknown unknown) -> throw new UnknownException(unknown);
        };
    }

    private Attempt carryOut(ModuleDescriptor module, Record parameters, Scope scope, boolean predict)
            throws InterruptedException {
        String other = delegate;
        HostState target = other == null ? host : context.inventory().state(other);
        // How the delegate is reached, its own variables say; everything else is this host's.
        Scope reach = other == null ? scope : target.variables().scope(frames);
        ConnectionSettings settings = Connections.settings(target, task.settings(), reach, context);
        Access access = limited(Connections.access(task.settings(), scope, reach, context), scope);
        Supplier<Host> connection = () -> target.host(context, settings);
        boolean diff = Booleans.of(task.settings().diff(), scope, context.options().diff());
        Consumer<String> progress = line -> context.sink().accept(new Event.Progress(host.name(), ref, line));
        ModuleRunner runner = new ModuleRunner(
                module,
                connection,
                access,
                target.view(),
                context.surroundings(predict, progress),
                predict,
                diff,
                RunContext.causedBy(ref.name(), ref.at()),
                (line, error) -> progress.accept(line),
                background(scope));
        Attempt attempt = runner.run(parameters);
        BackgroundJob job = runner.background();
        if (predict && job != null && !job.waits() && attempt.status() == Status.CHANGED) {
            attempt.result().put("ansible_job_id", RunContext.causedBy(ref.name(), ref.at()));
        }
        return attempt;
    }

    /** What is no command keeps to the time that {@code async} gives it, in the foreground. */
    private Access limited(Access access, Scope scope) {
        BackgroundJob job = background(scope);
        return job == null ? access : new Access(access.become(), access.environment(), job.atMost());
    }

    private @Nullable BackgroundJob background(Scope scope) {
        Program.Background written = task.background();
        if (written == null) {
            return null;
        }
        Duration atMost = Booleans.duration(written.atMost(), scope, Duration.ZERO);
        return atMost.isZero()
                ? null
                : BackgroundJob.of(atMost, Booleans.duration(written.poll(), scope, DEFAULT_POLL));
    }
}
