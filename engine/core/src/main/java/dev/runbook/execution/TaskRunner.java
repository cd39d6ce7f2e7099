package dev.runbook.execution;

import dev.runbook.api.Unknown;
import dev.runbook.api.UnknownException;
import dev.runbook.event.Event;
import dev.runbook.event.Event.Failure;
import dev.runbook.event.Event.Status;
import dev.runbook.expression.Expression;
import dev.runbook.expression.Scope;
import dev.runbook.host.HostUnreachableException;
import dev.runbook.language.Diagnostic;
import dev.runbook.language.RunbookException;
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
import org.jspecify.annotations.Nullable;

/** Carries one task out on one host: conditions, loop, retries, result, notifications. */
final class TaskRunner {
    private final RunContext context;
    private final HostState host;
    private final Program.Task task;
    private final Event.TaskRef ref;
    private final List<Frame> frames;
    private final @Nullable Unknown notifiedUnless;
    private final Predicate<String> isHandler;
    private final TaskActions actions;
    private final Judge judge;
    private @Nullable String delegate;

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
        this.actions = new TaskActions(context, host, task, ref, this.frames);
        this.judge = new Judge(host, task);
    }

    /**
     * @param attempt how it came out
     * @param ignored whether a failure is to be passed over
     * @param inclusions what is to run next, where the task is an include
     * @param delegate the host that carried it out in place of this one; null for none
     */
    record Done(
            Attempt attempt, boolean ignored, Duration elapsed, boolean hidden, List<TaskActions.Inclusion> inclusions,
            @Nullable String delegate) {}

    /** Runs it. A lost host is thrown, once its result is registered. */
    Done run() throws InterruptedException {
        Instant start = Instant.now();
        Scope scope = host.variables().scope(frames);
        boolean hidden = noLog(scope);
        Attempt attempt;
        try {
            attempt = notifiedUnless != null
                    ? Attempt.unknown(notifiedUnless, actions.unknownResult(notifiedUnless))
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
                attempt, ignored, Duration.between(start, Instant.now()), hidden, actions.inclusions(), delegate);
    }

    /** Each item of a loop may go to another host. */
    private void delegate(Scope scope) {
        String name = Booleans.text(task.settings().delegateTo(), scope).orElse("");
        delegate = name.isEmpty() || name.equals(host.name()) ? null : name;
        actions.delegateTo(delegate);
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
        if (unknown != null && task.action().changesThings()) {
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
            if (index > 0 && loop.pause() != null && !actions.predicts(scope)) {
                Thread.sleep(Booleans.duration(loop.pause(), scope, Duration.ZERO));
            }
            List<Frame> inner = new ArrayList<>(frames);
            inner.add(Frame.data(
                    Precedence.LOOP, "loop", LoopItems.variables(list, index, loop)));
            Scope itemScope = host.variables().scope(inner);
            Instant start = Instant.now();
            actions.item(index);
            Attempt attempt = one(itemScope, inner);
            define(attempt, itemScope); // the next item sees them
            Object label = list.get(index);
            boolean last = false;
            try {
                if (loop.label() != null) {
                    label = loop.label().evaluate(itemScope);
                }
                last = !loop.breakWhen().isEmpty() && Booleans.all(loop.breakWhen(), judge.with(inner, attempt)).holds();
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
                    attempt.outcome(Duration.between(start, Instant.now()), hidden)));
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
        String why = deciding == null ? "" : "when: " + Judge.sourceOf(deciding);
        Unknown notRun = new Unknown("task \"" + ref.name() + "\" was skipped", ref.at(), true);
        Map<String, @Nullable Object> result = actions.unknownResult(notRun);
        result.put("skip_reason", why);
        return Attempt.of(Status.SKIPPED, List.of(), result);
    }

    /** One item, or the whole task where it has no loop; with retries. */
    private Attempt one(Scope scope, List<Frame> around) throws InterruptedException {
        try {
            Booleans.Verdict verdict = Booleans.all(task.settings().when(), scope);
            if (!verdict.holds()) {
                return skipped(verdict);
            }
            delegate(scope);
            Program.Retry retry = task.retry();
            if (retry == null) {
                return notifying(judge.judged(actions.attempt(scope, around), around), scope);
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
        if (actions.predicts(scope)) {
            return Attempt.unknown(unknown, actions.unknownResult(unknown));
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
        boolean predicts = actions.predicts(scope);
        for (int tries = 1; ; tries++) {
            Attempt attempt = judge.judged(actions.attempt(scope, around), around);
            Map<String, @Nullable Object> result = new LinkedHashMap<>(attempt.result());
            result.put("attempts", (long) tries);
            attempt = attempt.withResult(result);
            if (attempt.runbookError() || predicts) {
                return attempt;
            }
            boolean satisfied = retry.until().isEmpty()
                    ? attempt.status() != Status.FAILED
                    : Booleans.all(retry.until(), judge.with(around, attempt)).holds();
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
}
