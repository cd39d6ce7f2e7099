package dev.runbook.execution;

import dev.runbook.api.Unknown;
import dev.runbook.api.UnknownException;
import dev.runbook.event.Event;
import dev.runbook.event.Event.Status;
import dev.runbook.execution.Pacer.Position;
import dev.runbook.execution.PlayState.Shared;
import dev.runbook.expression.Expression;
import dev.runbook.expression.Scope;
import dev.runbook.host.HostUnreachableException;
import dev.runbook.language.RunbookException;
import dev.runbook.variables.Frame;
import dev.runbook.variables.Precedence;
import dev.runbook.world.InterruptedRunException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** Takes one host through one play: its tasks in order, blocks, includes, and handlers where they are flushed. */
final class HostRunner {
    private final RunContext context;
    private final Program.Play play;
    private final PlayState state;
    private final HostState host;
    private final List<Frame> playFrames;
    private final HostHandlers handlers;
    private final Lookahead lookahead;
    /** Where in the play handlers are flushed next. */
    private int nextFlush;

    /** How a host comes out of a task or a list of them. */
    enum Flow {
        /** It goes on. */
        GOOD,
        /** It failed; a {@code rescue} may still mend that. */
        FAILED,
        /** It cannot be reached. */
        LOST,
        /** The play ends for all, because of others: only {@code always} still runs. */
        STOPPED,
        /** It is through with the play, as the runbook says. */
        ENDED
    }

    /**
     * What tasks inside blocks and includes need to know.
     *
     * @param frames variables of the includes around
     * @param rescuable whether a {@code rescue} around would run
     * @param cleanup inside {@code rescue} or {@code always}, which run even when the play is being ended
     */
    private record Inside(List<Frame> frames, boolean rescuable, boolean cleanup) {
        static final Inside PLAY = new Inside(List.of(), false, false);

        Inside rescuable(boolean more) {
            return new Inside(frames, rescuable || more, cleanup);
        }

        Inside cleaning() {
            return new Inside(frames, rescuable, true);
        }

        Inside with(List<Frame> more) {
            List<Frame> all = new ArrayList<>(frames);
            all.addAll(more);
            return new Inside(all, rescuable, cleanup);
        }
    }

    HostRunner(RunContext context, Program.Play play, PlayState state, HostState host, List<Frame> playFrames) {
        this.context = context;
        this.play = play;
        this.state = state;
        this.host = host;
        this.playFrames = new ArrayList<>(playFrames);
        this.handlers = new HostHandlers(play.handlers(), host);
        this.lookahead = new Lookahead(context, host);
    }

    /** Runs the whole play; returns when the host is through, has failed, or is lost. */
    void run() throws InterruptedException {
        try {
            host.forgetNotifications();
            Position start = new Position(List.of());
            Flow flow = sections(start);
            boolean unfinished = flow == Flow.FAILED || flow == Flow.STOPPED;
            if (unfinished && forcesHandlers() && !context.stopping().get()) {
                flush(start.child(nextFlush), Inside.PLAY.cleaning());
            }
            if (flow == Flow.FAILED) {
                host.fail();
            }
            if (flow == Flow.FAILED || flow == Flow.LOST) {
                state.hostFailed();
            }
        } catch (InterruptedRunException e) {
            throw new InterruptedException();
        } finally {
            state.pacer().leave(host.name());
        }
    }

    private Flow sections(Position start) throws InterruptedException {
        nextFlush = 1;
        Flow flow = steps(play.preTasks(), start.child(0), Inside.PLAY);
        flow = flow == Flow.GOOD ? flush(start.child(1), Inside.PLAY) : flow;
        if (flow != Flow.GOOD) {
            return flow;
        }
        nextFlush = 4;
        flow = steps(play.roles(), start.child(2), Inside.PLAY);
        flow = flow == Flow.GOOD ? steps(play.tasks(), start.child(3), Inside.PLAY) : flow;
        flow = flow == Flow.GOOD ? flush(start.child(4), Inside.PLAY) : flow;
        if (flow != Flow.GOOD) {
            return flow;
        }
        nextFlush = 6;
        flow = steps(play.postTasks(), start.child(5), Inside.PLAY);
        return flow == Flow.GOOD ? flush(start.child(6), Inside.PLAY) : flow;
    }

    private boolean forcesHandlers() {
        return Booleans.of(play.course().forceHandlers(), host.variables().scope(playFrames), false);
    }

    private Flow steps(List<Program.Step> steps, Position at, Inside inside) throws InterruptedException {
        for (int i = 0; i < steps.size(); i++) {
            Program.Step step = steps.get(i);
            if (!step.selected()) {
                continue;
            }
            Flow flow = switch (step) {
                case Program.Task task -> {
                    List<Program.Task> upcoming = Steps.upcoming(steps.subList(i, steps.size()));
                    yield task(task, at.child(i), inside, null, upcoming);
                }
                case Program.Block block -> block(block, at.child(i), inside);
            };
            if (flow != Flow.GOOD) {
                return flow;
            }
        }
        return Flow.GOOD;
    }

    private Flow block(Program.Block block, Position at, Inside inside) throws InterruptedException {
        boolean hasRescue = !block.rescue().isEmpty();
        Flow flow = steps(block.block(), at.child(0), inside.rescuable(hasRescue));
        if (flow == Flow.FAILED && hasRescue && !context.stopping().get()) {
            flow = steps(block.rescue(), at.child(1), inside.cleaning());
        }
        boolean cleansUp = !block.always().isEmpty() && flow != Flow.ENDED && !context.stopping().get();
        if (!cleansUp || (flow == Flow.LOST && !host.reachable())) {
            return flow;
        }
        Flow always = steps(block.always(), at.child(2), inside.cleaning());
        return flow == Flow.GOOD || always == Flow.ENDED ? always : flow;
    }

    /** Handlers that were notified, once each, in the order in which they are defined. */
    private Flow flush(Position at, Inside inside) throws InterruptedException {
        for (int i = 0; i < handlers.size(); i++) {
            HostState.Notification notification = handlers.heard(i);
            if (notification == null) {
                continue;
            }
            Program.Task handler = handlers.get(i);
            Position place = at.child(Math.min(i, play.handlers().size()));
            Flow flow = task(
                    handler, i < play.handlers().size() ? place : place.child(handler.ast().common().span().at()), inside,
                    notification, List.of());
            if (flow != Flow.GOOD) {
                return flow;
            }
        }
        return Flow.GOOD;
    }

    private Flow task(
            Program.Task task,
            Position at,
            Inside inside,
            HostState.@Nullable Notification notification,
            List<Program.Task> upcoming)
            throws InterruptedException {
        List<Frame> around = new ArrayList<>(playFrames);
        around.addAll(inside.frames());
        List<Frame> frames = new ArrayList<>(around);
        frames.addAll(task.frames());
        // What ends the play is looked at once, when all have come here: a task that has begun is finished everywhere.
        Pacer.Turn turn = state.pacer().await(host.name(), at, going -> {
            if (early(inside) != null) {
                return false;
            }
            if (!context.stopping().get() && !(task.action() instanceof Program.Action.Meta)) {
                Event.TaskRef ref = ref(task, frames);
                context.sink().accept(notification == null
                        ? new Event.TaskStarted(ref, going.together())
                        : new Event.HandlerStarted(ref, going.together()));
            }
            return true;
        });
        Flow early = turn.on() && turn.together() > 1 ? null : early(inside);
        if (early != null) {
            return early;
        }
        Event.TaskRef ref = ref(task, frames);
        Unknown unknown = notification == null ? null : notification.unknown().orElse(null);
        TaskRunner runner = new TaskRunner(context, host, task, ref, frames, handlers::knows, unknown);
        if (task.action() instanceof Program.Action.Meta meta) {
            return meta(meta, task, at, inside, frames, turn, runner, ref);
        }
        if (context.stopping().get()) {
            context.stop().compareAndSet(null, "before \"" + ref.name() + "\" (" + ref.at() + ")");
            return Flow.ENDED;
        }
        boolean once;
        int throttle;
        try {
            Scope scope = host.variables().scope(frames);
            once = Booleans.of(task.settings().runOnce(), scope, false);
            throttle = (int) Booleans.number(task.settings().throttle(), scope, 0);
        } catch (RunbookException e) {
            return finished(runner.fault(e), task, ref, inside, frames);
        }
        if (!once) {
            return carryOut(runner, task, at, ref, inside, around, frames, upcoming, throttle).flow();
        }
        CompletableFuture<Shared> first = state.once(at);
        if (!turn.leader()) {
            return copied(first, runner, task, at, ref, inside, frames);
        }
        Shared shared = new Shared(null, Flow.FAILED);
        try {
            shared = carryOut(runner, task, at, ref, inside, around, frames, upcoming, throttle);
        } finally {
            first.complete(shared);
        }
        return shared.flow();
    }

    /** What ends the play here before the task; null for nothing. */
    private @Nullable Flow early(Inside inside) {
        if (state.end() != null) {
            return Flow.ENDED;
        }
        return state.fatal() != null && !inside.cleanup() ? Flow.STOPPED : null;
    }

    private Event.TaskRef ref(Program.Task task, List<Frame> frames) {
        return new Event.TaskRef(
                name(task, frames), task.action().name(), task.ast().common().span().at(), task.role());
    }

    /** What another host did for all of them. */
    private Flow copied(
            CompletableFuture<Shared> first, TaskRunner runner, Program.Task task, Position at, Event.TaskRef ref,
            Inside inside, List<Frame> frames)
            throws InterruptedException {
        Shared shared;
        try {
            shared = first.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e); // it is only ever completed normally
        }
        TaskRunner.Done done = shared.done();
        if (done == null) {
            return Flow.FAILED;
        }
        runner.adopt(done.attempt(), host.variables().scope(frames));
        if (done.attempt().status() == Status.FAILED && !done.ignored()) {
            remember(done, ref);
            return Flow.FAILED;
        }
        return included(done, at, inside);
    }

    private Shared carryOut(
            TaskRunner runner, Program.Task task, Position at, Event.TaskRef ref, Inside inside, List<Frame> around,
            List<Frame> frames, List<Program.Task> upcoming, int throttle)
            throws InterruptedException {
        Semaphore most = throttle > 0 ? state.throttle(at, throttle) : null;
        if (most != null) {
            most.acquire();
        }
        TaskRunner.Done done;
        Flow flow;
        try {
            context.forks().acquire();
            try {
                lookahead.before(upcoming, around);
                done = runner.run();
                flow = finished(done, task, ref, inside, frames);
            } catch (HostUnreachableException e) {
                return new Shared(null, lost(e, ref, task, frames));
            } finally {
                context.forks().release();
            }
        } finally {
            if (most != null) {
                most.release();
            }
        }
        return new Shared(done, flow == Flow.GOOD ? included(done, at, inside) : flow);
    }

    private Flow included(TaskRunner.Done done, Position at, Inside inside) throws InterruptedException {
        for (TaskActions.Inclusion inclusion : done.inclusions()) {
            Program.Included included = inclusion.included();
            included.exported().stream().filter(frame -> !playFrames.contains(frame)).forEach(playFrames::add);
            handlers.add(included.handlers());
            Position place = at.child(inclusion.index()).child(included.shown());
            Flow flow = steps(included.steps(), place, inside.with(inclusion.frames()));
            if (flow != Flow.GOOD) {
                return flow;
            }
        }
        return Flow.GOOD;
    }

    private Flow finished(
            TaskRunner.Done done, Program.Task task, Event.TaskRef ref, Inside inside,
            List<Frame> frames) {
        boolean failed = done.attempt().status() == Status.FAILED;
        boolean rescued = failed && !done.ignored() && inside.rescuable();
        context.recap().count(host.name(), done.attempt().status(), done.ignored(), rescued);
        context.sink().accept(new Event.TaskFinished(
                host.name(),
                ref,
                done.attempt().outcome(done.elapsed(), done.hidden()),
                done.ignored(),
                rescued,
                done.delegate()));
        if (!failed || done.ignored()) {
            return Flow.GOOD;
        }
        fatal(task, ref, frames);
        remember(done, ref);
        return Flow.FAILED;
    }

    private void fatal(Program.Task task, Event.TaskRef ref, List<Frame> frames) {
        boolean fatal;
        try {
            fatal = Booleans.of(task.settings().anyErrorsFatal(), host.variables().scope(frames), false);
        } catch (RunbookException | UnknownException e) {
            fatal = true; // whoever writes it wants care
        }
        if (fatal) {
            state.stop("any_errors_fatal: \"" + ref.name() + "\" failed on " + host.name());
        }
    }

    private void remember(TaskRunner.Done done, Event.TaskRef ref) {
        Map<String, @Nullable Object> about = new LinkedHashMap<>();
        about.put("name", ref.name());
        about.put("module", ref.module());
        about.put("at", ref.at());
        host.variables().define(Precedence.SET_FACT, "failed_task", about, "task " + ref.name(), null);
        host.variables().define(
                Precedence.SET_FACT, "failed_result", done.attempt().registered(), "task " + ref.name(), null);
    }

    private Flow meta(
            Program.Action.Meta meta, Program.Task task, Position at, Inside inside, List<Frame> frames, Pacer.Turn turn,
            TaskRunner runner, Event.TaskRef ref)
            throws InterruptedException {
        boolean forAll = Metas.forAll(meta.what());
        if (forAll && !turn.leader()) {
            return Flow.GOOD;
        }
        try {
            if (!Booleans.all(task.settings().when(), host.variables().scope(frames)).holds()) {
                return Flow.GOOD;
            }
            if (meta.what().equals("flush_handlers")) {
                return flush(at.child(0), inside);
            }
            return Metas.carryOut(meta.what(), context, state, host);
        } catch (UnknownException e) {
            return Flow.GOOD; // a preview goes on as if it did not apply, and shows what would follow
        } catch (RunbookException e) {
            return finished(runner.fault(e), task, ref, inside, frames);
        }
    }

    private Flow lost(HostUnreachableException e, Event.TaskRef ref, Program.Task task, List<Frame> frames) {
        host.view().forgetAll();
        String message = String.valueOf(e.getMessage());
        boolean ignore = Booleans.of(
                task.settings().ignoreUnreachable(), host.variables().scope(frames), false);
        context.recap().count(host.name(), Status.UNREACHABLE, ignore, false);
        context.sink().accept(new Event.HostUnreachable(host.name(), ref, message, e.hints()));
        context.sink().accept(new Event.TaskFinished(
                host.name(),
                ref,
                new Event.Outcome(
                        Status.UNREACHABLE,
                        List.of(),
                        "",
                        new Event.Failure(message, e.hints(), List.of()),
                        Map.of(),
                        Duration.ZERO),
                ignore,
                false,
                null));
        if (ignore) {
            return Flow.GOOD;
        }
        fatal(task, ref, frames);
        host.lose();
        return Flow.LOST;
    }

    private String name(Program.Task task, List<Frame> frames) {
        Expression name = task.name();
        if (name == null) {
            return task.action().name();
        }
        try {
            Scope scope = host.variables().scope(frames);
            Object value = name.evaluate(scope);
            return value instanceof Unknown ? task.staticName() : String.valueOf(value);
        } catch (RunbookException | HostUnreachableException e) {
            return task.staticName();
        }
    }
}
