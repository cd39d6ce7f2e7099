package dev.runbook.execution;

import dev.runbook.api.Unknown;
import dev.runbook.api.UnknownException;
import dev.runbook.catalog.Binding;
import dev.runbook.catalog.ModuleDescriptor;
import dev.runbook.event.Event;
import dev.runbook.event.Event.Failure;
import dev.runbook.event.Event.Outcome;
import dev.runbook.event.Event.Status;
import dev.runbook.expression.Expression;
import dev.runbook.expression.Scope;
import dev.runbook.host.Access;
import dev.runbook.host.ConnectionSettings;
import dev.runbook.host.Host;
import dev.runbook.host.HostUnreachableException;
import dev.runbook.language.Diagnostic;
import dev.runbook.language.RunbookException;
import dev.runbook.language.Span;
import dev.runbook.variables.Frame;
import dev.runbook.variables.HostVariables;
import dev.runbook.variables.Precedence;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Carries one task out on one host: conditions, loop, retries, module, result, notifications. */
final class TaskRunner {
    private final RunContext context;
    private final HostState host;
    private final Program.Task task;
    private final Event.TaskRef ref;
    private final List<Frame> frames;
    private final @Nullable Unknown notifiedUnless;
    private final Predicate<String> isHandler;
    private final List<Inclusion> inclusions = new ArrayList<>();

    /**
     * @param frames the variables around the task, its own included
     * @param isHandler whether the play has a handler of this name
     * @param notifiedUnless for a handler of which it is not known whether it will be notified; else null
     */
    TaskRunner(
            RunContext context,
            HostState host,
            Program.Task task,
            Event.TaskRef ref,
            List<Frame> frames,
            Predicate<String> isHandler,
            @Nullable Unknown notifiedUnless) {
        this.context = context;
        this.host = host;
        this.task = task;
        this.ref = ref;
        this.frames = List.copyOf(frames);
        this.isHandler = isHandler;
        this.notifiedUnless = notifiedUnless;
    }

    /**
     * @param attempt how it came out
     * @param ignored whether a failure is to be passed over
     * @param inclusions what is to run next, where the task is an include
     * @param delegate the host that carried it out in place of this one; null for none
     */
    record Done(
            Attempt attempt, boolean ignored, Duration elapsed, boolean hidden, List<Inclusion> inclusions,
            @Nullable String delegate) {}

    /**
     * Tasks to run.
     *
     * @param index of the loop's item that brought them; 0 without a loop
     * @param frames variables for them: parameters, and the item
     */
    record Inclusion(int index, Program.Included included, List<Frame> frames) {}

    /** Runs it. A lost host is thrown, once its result is registered. */
    Done run() throws InterruptedException {
        Instant start = Instant.now();
        Scope scope = host.variables().scope(frames);
        boolean hidden = noLog(scope);
        Attempt attempt;
        try {
            delegate = delegate(scope);
            attempt = notifiedUnless != null
                    ? Attempt.unknown(notifiedUnless, unknownResult(notifiedUnless))
                    : task.loop() == null ? one(scope, frames) : looped(task.loop(), scope, hidden);
        } catch (HostUnreachableException e) {
            register(lost(e));
            throw e;
        } catch (UnknownException e) {
            attempt = notKnown(e.unknown(), scope);
        } catch (RunbookException e) {
            attempt = atFault(e);
        }
        if (attempt.status() == Status.UNKNOWN) {
            leaveInDoubt(attempt);
        }
        adopt(attempt, scope);
        if (hidden) {
            context.learnHidden(attempt.result());
            context.learnHidden(attempt.variables());
        }
        boolean ignored = false;
        if (attempt.status() == Status.FAILED && !attempt.runbookError()) {
            try {
                ignored = Booleans.of(task.settings().ignoreErrors(), host.variables().scope(frames), false);
            } catch (RunbookException e) {
                attempt = atFault(e);
            } catch (UnknownException e) {
                attempt = notKnown(e.unknown(), scope);
            }
        }
        return new Done(
                attempt, ignored, Duration.between(start, Instant.now()), hidden, List.copyOf(inclusions), delegate);
    }

    private @Nullable String delegate;

    private @Nullable String delegate(Scope scope) {
        String name = Booleans.text(task.settings().delegateTo(), scope).orElse("");
        return name.isEmpty() || name.equals(host.name()) ? null : name;
    }

    /** Takes a result over as this host's: {@code register}, and the variables it defines. */
    void adopt(Attempt attempt, Scope scope) {
        define(attempt, scope);
        register(attempt);
    }

    private void define(Attempt attempt, Scope scope) {
        if (attempt.variables().isEmpty()) {
            return;
        }
        String other = delegate;
        boolean theirs = other != null && Booleans.of(task.settings().delegateFacts(), scope, false);
        HostVariables variables = theirs ? context.inventory().state(String.valueOf(other)).variables() : host.variables();
        attempt.variables().forEach((name, value) -> {
            context.learnSecrets(value);
            Precedence level = name.equals(Facts.NAME) ? Precedence.FACTS : Precedence.SET_FACT;
            variables.define(level, name, value, "task " + ref.name(), task.ast().common().span());
        });
    }

    /** What comes of a task whose keywords cannot be told. */
    Done fault(RunbookException e) {
        return new Done(atFault(e), false, Duration.ZERO, false, List.of(), null);
    }

    /** A task that may or may not run leaves everything after it in doubt. */
    private void leaveInDoubt(Attempt attempt) {
        Unknown unknown = attempt.unknown();
        if (unknown != null && changesThings()) {
            host.view().predict(new Doubt(ref.name()), RunContext.causedBy(ref.name(), ref.at()));
        }
    }

    private boolean noLog(Scope scope) {
        try {
            return Booleans.of(task.settings().noLog(), scope, false);
        } catch (UnknownException | RunbookException e) {
            return true;
        }
    }

    private static Attempt lost(HostUnreachableException e) {
        Map<String, @Nullable Object> result = new LinkedHashMap<>();
        result.put("msg", e.getMessage());
        return Attempt.of(Status.UNREACHABLE, List.of(), result);
    }

    private void register(Attempt attempt) {
        if (task.ast().register() != null) {
            host.variables().define(
                    Precedence.SET_FACT,
                    task.ast().register().text(),
                    attempt.registered(),
                    "register of task " + ref.name(),
                    task.ast().register().span());
        }
    }

    private Attempt looped(Program.Loop loop, Scope scope, boolean hidden) throws InterruptedException {
        Object items;
        try {
            items = loop.items().evaluate(scope);
        } catch (RunbookException e) {
            return skippedAnyway(scope).orElseGet(() -> atFault(e));
        }
        if (items instanceof Unknown unknown) {
            return skippedAnyway(scope).orElseGet(() -> notKnown(unknown, scope));
        }
        List<@Nullable Object> list;
        try {
            list = LoopItems.of(items, loop);
        } catch (RunbookException e) {
            return skippedAnyway(scope).orElseGet(() -> atFault(e));
        }
        LoopResults results = new LoopResults(loop.loopVar());
        for (int index = 0; index < list.size(); index++) {
            if (index > 0 && loop.pause() != null && !predicts(scope)) {
                Thread.sleep(Booleans.duration(loop.pause(), scope, Duration.ZERO));
            }
            List<Frame> inner = new ArrayList<>(frames);
            inner.add(Frame.data(
                    Precedence.LOOP, "loop", LoopItems.variables(list, index, loop)));
            Scope itemScope = host.variables().scope(inner);
            Instant start = Instant.now();
            item = index;
            Attempt attempt = one(itemScope, inner);
            define(attempt, itemScope); // the next item sees them
            Object label = list.get(index);
            boolean last = false;
            try {
                if (loop.label() != null) {
                    label = loop.label().evaluate(itemScope);
                }
                last = !loop.breakWhen().isEmpty() && Booleans.all(loop.breakWhen(), with(inner, attempt)).holds();
            } catch (RunbookException e) {
                attempt = atFault(e);
                last = true;
            } catch (UnknownException e) {
                last = false; // a preview shows all items that may come
            }
            results.add(list.get(index), attempt);
            context.sink().accept(new Event.ItemFinished(
                    host.name(),
                    ref,
                    hidden ? "(hidden by no_log)" : label == null ? "null" : label,
                    outcome(attempt, Duration.between(start, Instant.now()), hidden)));
            if (last) {
                break;
            }
        }
        return results.attempt();
    }

    /** A loop over what cannot be told is no mistake where {@code when} rules the task out anyway. */
    private Optional<Attempt> skippedAnyway(Scope scope) {
        try {
            Booleans.Verdict verdict = Booleans.all(task.settings().when(), scope);
            return verdict.holds() ? Optional.empty() : Optional.of(skipped(verdict));
        } catch (UnknownException | RunbookException e) {
            return Optional.empty();
        }
    }

    private Attempt skipped(Booleans.Verdict verdict) {
        Expression deciding = verdict.deciding();
        String why = deciding == null ? "" : "when: " + sourceOf(deciding);
        Unknown notRun = new Unknown("task \"" + ref.name() + "\" was skipped", ref.at(), true);
        Map<String, @Nullable Object> result = unknownResult(notRun);
        result.put("skip_reason", why);
        return Attempt.of(Status.SKIPPED, List.of(), result);
    }

    /** As it is written, on one line and without the quotes that only YAML needs. */
    private static String sourceOf(Expression expression) {
        Span span = expression.span();
        String written = span.source().text().substring(span.startOffset(), span.endOffset()).strip();
        boolean quoted = written.length() > 1
                && "\"'".indexOf(written.charAt(0)) >= 0
                && written.charAt(0) == written.charAt(written.length() - 1);
        return (quoted ? written.substring(1, written.length() - 1) : written).replaceAll("\\s+", " ");
    }

    /** One item, or the whole task where it has no loop; with retries. */
    private Attempt one(Scope scope, List<Frame> around) throws InterruptedException {
        try {
            Booleans.Verdict verdict = Booleans.all(task.settings().when(), scope);
            if (!verdict.holds()) {
                return skipped(verdict);
            }
            Program.Retry retry = task.retry();
            if (retry == null) {
                return notifying(judged(attempt(scope, around), around), scope);
            }
            return notifying(retried(retry, scope, around), scope);
        } catch (UnknownException e) {
            return notifying(notKnown(e.unknown(), scope), scope);
        } catch (RunbookException e) {
            return atFault(e);
        }
    }

    /** In a preview, a status of its own; in a real run nothing becomes known later, so it is a mistake. */
    private Attempt notKnown(Unknown unknown, Scope scope) {
        if (predicts(scope)) {
            return Attempt.unknown(unknown, unknownResult(unknown));
        }
        Diagnostic diagnostic = Diagnostic.error(
                        "unknown-value",
                        task.ast().common().span(),
                        "this task depends on a value that does not exist: " + unknown.cause(),
                        "test for it first: when: defined(x) or !x.skipped")
                .withDetail(unknown.at().isEmpty() ? "" : "the value would have come from " + unknown.at());
        return atFault(new RunbookException(diagnostic));
    }

    private Attempt retried(Program.Retry retry, Scope scope, List<Frame> around) throws InterruptedException {
        int retries = (int) Booleans.number(retry.retries(), scope, 3);
        Duration delay = Booleans.duration(retry.delay(), scope, Duration.ofSeconds(5));
        boolean predicts = predicts(scope);
        for (int tries = 1; ; tries++) {
            Attempt attempt = judged(attempt(scope, around), around);
            Map<String, @Nullable Object> result = new LinkedHashMap<>(attempt.result());
            result.put("attempts", (long) tries);
            attempt = attempt.withResult(result);
            if (attempt.runbookError() || predicts) {
                return attempt;
            }
            boolean satisfied = retry.until().isEmpty()
                    ? attempt.status() != Status.FAILED
                    : Booleans.all(retry.until(), with(around, attempt)).holds();
            if (satisfied) {
                return attempt;
            }
            if (tries > retries) {
                return attempt.status() == Status.FAILED
                        ? attempt
                        : attempt.withFailure(
                                new Failure("gave up after " + tries + " tries: until does not hold", List.of(), List.of()),
                                false);
            }
            context.sink().accept(new Event.Progress(
                    host.name(), ref, "try " + tries + " of " + (retries + 1) + ", again in " + delay.toSeconds() + " s"));
            host.view().forgetAll();
            Thread.sleep(delay);
        }
    }

    private int item;

    /** Does what the task is for, once. */
    private Attempt attempt(Scope scope, List<Frame> around) throws InterruptedException {
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
                context.inventory().add(host.name(), attempt.additions(), "task " + ref.name());
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
        ModuleRunner runner = new ModuleRunner(
                module,
                connection,
                access,
                target.view(),
                context.surroundings(predict),
                predict,
                diff,
                RunContext.causedBy(ref.name(), ref.at()),
                (line, error) -> context.sink().accept(new Event.Progress(host.name(), ref, line)),
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

    /** As Ansible looks. */
    private static final Duration DEFAULT_POLL = Duration.ofSeconds(15);

    private boolean changesThings() {
        return switch (task.action()) {
            case Program.Action.OfModule action -> action.module().kind() != ModuleDescriptor.Kind.QUERY;
            case Program.Action.Include include -> true;
            case Program.Action.IncludeVars vars -> false;
            case Program.Action.ValidateArguments validate -> false;
            case Program.Action.Meta meta -> false;
        };
    }

    boolean predicts(Scope scope) {
        return Booleans.of(task.settings().checkMode(), scope, context.options().check());
    }

    /** Applies {@code changed_when} and {@code failed_when}. */
    private Attempt judged(Attempt attempt, List<Frame> around) {
        Attempt result = attempt;
        if (attempt.runbookError() || attempt.status() == Status.UNKNOWN) {
            return attempt;
        }
        if (!task.failedWhen().isEmpty()) {
            result = failedWhen(result, with(around, attempt));
        }
        if (!task.changedWhen().isEmpty() && result.status() != Status.FAILED && result.status() != Status.UNKNOWN) {
            result = changedWhen(result, with(around, attempt));
        }
        return result;
    }

    private Attempt failedWhen(Attempt attempt, Scope scope) {
        try {
            Booleans.Verdict verdict = Booleans.all(task.failedWhen(), scope);
            if (verdict.holds()) {
                String conditions = String.join(" and ", task.failedWhen().stream().map(TaskRunner::sourceOf).toList());
                return attempt.withFailure(new Failure("failed_when: " + conditions, List.of(), List.of()), false);
            }
            if (attempt.status() != Status.FAILED) {
                return attempt;
            }
            Attempt good = new Attempt(
                    Status.CHANGED, attempt.changes(), null, null, false, attempt.result(), attempt.variables(),
                    attempt.additions());
            return changesThings() ? good : good.withStatus(Status.OK);
        } catch (UnknownException e) {
            return attempt;
        }
    }

    private Attempt changedWhen(Attempt attempt, Scope scope) {
        try {
            return attempt.withStatus(Booleans.all(task.changedWhen(), scope).holds() ? Status.CHANGED : Status.OK);
        } catch (UnknownException e) {
            return attempt.withUnknown(e.unknown());
        }
    }

    /** What conditions on the result see: the scope, with the result under its registered name. */
    private Scope with(List<Frame> around, Attempt attempt) {
        if (task.ast().register() == null) {
            return host.variables().scope(around);
        }
        List<Frame> inner = new ArrayList<>(around);
        inner.add(Frame.data(
                Precedence.SET_FACT, "register", Map.of(task.ast().register().text(), attempt.registered())));
        return host.variables().scope(inner);
    }

    private Attempt notifying(Attempt attempt, Scope scope) {
        boolean certain = attempt.status() == Status.CHANGED;
        if (certain || attempt.status() == Status.UNKNOWN) {
            Optional<Unknown> doubt = certain
                    ? Optional.empty()
                    : Optional.of(RunContext.causedBy(ref.name(), ref.at()));
            for (Expression name : task.notifies()) {
                switch (name.evaluate(scope)) {
                    case Unknown unknown -> context.sink().accept(new Event.Progress(host.name(), ref, unknown.cause()));
                    case List<?> names -> names.forEach(one -> notify(String.valueOf(one), name, doubt));
                    case null -> {}
                    case Object one -> notify(one.toString(), name, doubt);
                }
            }
        }
        return attempt;
    }

    private void notify(String handler, Expression written, Optional<Unknown> doubt) {
        if (!isHandler.test(handler)) {
            throw new RunbookException(Diagnostic.error(
                    "unknown-handler", written.span(), "This play has no handler `" + handler + "`",
                    "this name was computed; nothing that is notified must be missing"));
        }
        host.notify(handler, doubt);
    }

    private Attempt atFault(RunbookException e) {
        return Attempt.failed(
                new Failure(e.diagnostics().getFirst().summary(), List.of(), e.diagnostics()), true, Map.of());
    }

    private Map<String, @Nullable Object> unknownResult(Unknown why) {
        return task.action() instanceof Program.Action.OfModule action
                ? ModuleRunner.unknownResult(action.module(), why)
                : new LinkedHashMap<>();
    }

    /** As an event shows it. */
    Outcome outcome(Attempt attempt, Duration elapsed, boolean hidden) {
        Unknown unknown = attempt.unknown();
        Object skipReason = attempt.result().get("skip_reason");
        String cause = unknown != null && attempt.status() == Status.UNKNOWN
                ? dependsOn(unknown)
                : attempt.status() == Status.SKIPPED && skipReason != null ? skipReason.toString() : "";
        if (!hidden) {
            return new Outcome(
                    attempt.status(), attempt.changes(), cause, attempt.failure(), attempt.result(), elapsed);
        }
        Failure failure = attempt.failure() == null
                ? null
                : new Failure("the details are hidden by no_log", List.of(), List.of());
        List<Event.Change> changes = attempt.changes().stream()
                .map(change -> new Event.Change("(hidden by no_log)", change.kind(), ""))
                .toList();
        return new Outcome(attempt.status(), changes, "", failure, Map.of(), elapsed);
    }

    private static String dependsOn(Unknown unknown) {
        String text = unknown.cause().startsWith("depends on") ? unknown.cause() : "depends on " + unknown.cause();
        return unknown.at().isEmpty() ? text : text + " (" + unknown.at() + ")";
    }
}
