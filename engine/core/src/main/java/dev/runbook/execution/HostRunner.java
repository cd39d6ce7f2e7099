package dev.runbook.execution;

import dev.runbook.api.Unknown;
import dev.runbook.event.Event;
import dev.runbook.event.Event.Status;
import dev.runbook.execution.Pacer.Position;
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
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Takes one host through one play: its tasks in order, blocks, and handlers where they are flushed. */
final class HostRunner {
    private final RunContext context;
    private final Program.Play play;
    private final HostState host;
    private final List<Frame> playFrames;
    private final Pacer pacer;
    private final Lookahead lookahead;

    HostRunner(RunContext context, Program.Play play, HostState host, List<Frame> playFrames, Pacer pacer) {
        this.context = context;
        this.play = play;
        this.host = host;
        this.playFrames = playFrames;
        this.pacer = pacer;
        this.lookahead = new Lookahead(context, host);
    }

    /** Runs the whole play; returns when the host is through, has failed, or is lost. */
    void run() throws InterruptedException {
        try {
            Position start = new Position(List.of());
            boolean good = steps(play.preTasks(), start.child(0), false)
                    && handlers(start.child(1))
                    && steps(play.tasks(), start.child(2), false)
                    && handlers(start.child(3))
                    && steps(play.postTasks(), start.child(4), false)
                    && handlers(start.child(5));
            if (!good && !host.unreachable()) {
                host.fail();
            }
        } catch (InterruptedRunException e) {
            throw new InterruptedException();
        } finally {
            pacer.leave(host.name());
        }
    }

    /** True when the host goes on behind these steps. */
    private boolean steps(List<Program.Step> steps, Position at, boolean rescuable) throws InterruptedException {
        for (int i = 0; i < steps.size(); i++) {
            Program.Step step = steps.get(i);
            if (!step.selected()) {
                continue;
            }
            boolean good = switch (step) {
                case Program.Task task -> task(
                        task, at.child(i), rescuable, null, Steps.upcoming(steps.subList(i, steps.size())));
                case Program.Block block -> block(block, at.child(i), rescuable);
            };
            if (!good) {
                return false;
            }
        }
        return true;
    }

    private boolean block(Program.Block block, Position at, boolean rescuable) throws InterruptedException {
        boolean hasRescue = !block.rescue().isEmpty();
        boolean good = steps(block.block(), at.child(0), rescuable || hasRescue);
        if (!good && !host.unreachable() && hasRescue && !context.stopping().get()) {
            good = steps(block.rescue(), at.child(1), rescuable);
        }
        if (!block.always().isEmpty() && !context.stopping().get() && !host.unreachable()) {
            boolean alwaysGood = steps(block.always(), at.child(2), rescuable);
            return good && alwaysGood;
        }
        return good;
    }

    /** Handlers that were notified, once each, in the order in which they are defined. */
    private boolean handlers(Position at) throws InterruptedException {
        for (int i = 0; i < play.handlers().size(); i++) {
            Program.Task handler = play.handlers().get(i);
            HostState.Notification notification = notification(handler);
            if (notification != null && !task(handler, at.child(i), false, notification, List.of())) {
                return false;
            }
        }
        return true;
    }

    private HostState.@Nullable Notification notification(Program.Task handler) {
        HostState.Notification found = host.takeNotification(handler.staticName());
        for (String topic : handler.ast().listen()) {
            if (host.hasNotification(topic)) {
                HostState.Notification heard = topicNotification(topic, handler);
                found = found == null || found.unknown().isPresent() ? heard : found;
            }
        }
        return found;
    }

    /** A topic stays notified until the last handler that listens to it has run. */
    private HostState.Notification topicNotification(String topic, Program.Task handler) {
        Program.Task last = play.handlers().stream()
                .filter(h -> h.ast().listen().contains(topic))
                .reduce((first, second) -> second)
                .orElse(handler);
        HostState.Notification notification = Objects.requireNonNull(host.takeNotification(topic));
        if (last != handler) {
            host.notify(topic, notification.unknown());
        }
        return notification;
    }

    /** True when the host goes on. */
    private boolean task(
            Program.Task task,
            Position at,
            boolean rescuable,
            HostState.@Nullable Notification notification,
            List<Program.Task> upcoming)
            throws InterruptedException {
        Pacer.Turn turn = pacer.await(host.name(), at);
        List<Frame> frames = new ArrayList<>(playFrames);
        frames.addAll(task.frames());
        Event.TaskRef ref = new Event.TaskRef(
                name(task, frames), task.module().name(), task.ast().common().span().at());
        if (context.stopping().get()) {
            context.stop().compareAndSet(null, "before \"" + ref.name() + "\" (" + ref.at() + ")");
            return false;
        }
        if (turn.leader()) {
            context.sink().accept(notification == null
                    ? new Event.TaskStarted(ref, turn.together())
                    : new Event.HandlerStarted(ref, turn.together()));
        }
        Unknown unknown = notification == null ? null : notification.unknown().orElse(null);
        TaskRunner runner = new TaskRunner(context, host, task, ref, frames, unknown);
        context.forks().acquire();
        try {
            lookahead.before(upcoming, playFrames);
            return finished(runner.run(), runner, ref, rescuable);
        } catch (HostUnreachableException e) {
            return lost(e, ref, task, frames);
        } finally {
            context.forks().release();
        }
    }

    private boolean finished(TaskRunner.Done done, TaskRunner runner, Event.TaskRef ref, boolean rescuable) {
        boolean failed = done.attempt().status() == Status.FAILED;
        boolean rescued = failed && !done.ignored() && rescuable;
        context.recap().count(host.name(), done.attempt().status(), done.ignored(), rescued);
        context.sink().accept(new Event.TaskFinished(
                host.name(),
                ref,
                runner.outcome(done.attempt(), done.elapsed(), done.hidden()),
                done.ignored(),
                rescued));
        if (!failed || done.ignored()) {
            return true;
        }
        Map<String, @Nullable Object> about = new LinkedHashMap<>();
        about.put("name", ref.name());
        about.put("module", ref.module());
        about.put("at", ref.at());
        host.variables().define(Precedence.SET_FACT, "failed_task", about, "task " + ref.name(), null);
        host.variables().define(
                Precedence.SET_FACT, "failed_result", done.attempt().registered(), "task " + ref.name(), null);
        return false;
    }

    private boolean lost(HostUnreachableException e, Event.TaskRef ref, Program.Task task, List<Frame> frames) {
        host.view().forgetAll();
        String message = String.valueOf(e.getMessage());
        boolean ignore = Booleans.of(
                task.settings().ignoreUnreachable(), host.variables().scope(frames), false);
        context.recap().count(host.name(), Status.UNREACHABLE, false, false);
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
                false));
        if (!ignore) {
            host.lose();
        }
        return ignore;
    }

    private String name(Program.Task task, List<Frame> frames) {
        Expression name = task.name();
        if (name == null) {
            return task.module().name();
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
