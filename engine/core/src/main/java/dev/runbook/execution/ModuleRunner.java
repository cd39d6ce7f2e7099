package dev.runbook.execution;

import dev.runbook.api.Action;
import dev.runbook.api.ActionResult;
import dev.runbook.api.EffectModule;
import dev.runbook.api.HostAction;
import dev.runbook.api.NetworkAction;
import dev.runbook.api.ProvidesInventory;
import dev.runbook.api.ProvidesVariables;
import dev.runbook.api.QueryModule;
import dev.runbook.api.ResourceModule;
import dev.runbook.api.ServiceAction;
import dev.runbook.api.TaskFailedException;
import dev.runbook.api.Unknown;
import dev.runbook.api.UnknownException;
import dev.runbook.api.host.RunCommand;
import dev.runbook.api.host.WhoAmI;
import dev.runbook.catalog.ModuleDescriptor;
import dev.runbook.catalog.ResultData;
import dev.runbook.event.Event.Change;
import dev.runbook.event.Event.Failure;
import dev.runbook.event.Event.Status;
import dev.runbook.host.Access;
import dev.runbook.host.Host;
import dev.runbook.world.HostWorld;
import dev.runbook.world.View;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets a module decide, and performs or predicts what it decided. The one place where the two ways part.
 *
 * @param host connected only when it is needed
 * @param predict whether actions are only predicted
 * @param diff whether diffs are made
 * @param background how its command is run by itself, for {@code async}; null for not
 * @param cause how later tasks name this one when they depend on it
 */
record ModuleRunner(
        ModuleDescriptor descriptor,
        Supplier<Host> host,
        Access access,
        View view,
        HostWorld.Surroundings surroundings,
        boolean predict,
        boolean diff,
        Unknown cause,
        Host.OutputListener listener,
        @Nullable BackgroundJob background) {

    /** Carries the module out with bound parameters. Failures are part of the answer; a lost host is thrown. */
    Attempt run(Record parameters) throws InterruptedException {
        HostWorld world = new HostWorld(host, access, view, surroundings);
        try {
            return switch (descriptor.module()) {
                case ResourceModule<?, ?> module -> resource(cast(module), parameters, world);
                case EffectModule<?, ?> module -> effect(cast(module), parameters, world);
                case QueryModule<?, ?> module -> query(cast(module), parameters, world);
            };
        } catch (UnknownException e) {
            return Attempt.unknown(e.unknown(), unknownResult(e.unknown()));
        } catch (TaskFailedException e) {
            Unknown opaque = predict ? view.opaque().orElse(null) : null;
            if (opaque != null) {
                Unknown depends = new Unknown(
                        "depends on " + opaque.cause() + "; as things are now: " + e.getMessage(), opaque.at());
                return Attempt.unknown(depends, unknownResult(depends));
            }
            Record result = e.result();
            return Attempt.failed(
                    new Failure(String.valueOf(e.getMessage()), e.hints(), List.of()),
                    false,
                    result == null ? Map.of() : ResultData.toMap(result));
        }
    }

    private <P extends Record, S extends Record> Attempt resource(
            ResourceModule<P, S> module, P parameters, HostWorld world) throws InterruptedException {
        S current = module.observe(parameters, world);
        S wanted = module.wanted(parameters, current);
        if (!StateDiff.differ(current, wanted, StateDiff.Scope.CHANGE)) {
            return withAdditions(Attempt.of(Status.OK, List.of(), ResultData.toMap(wanted)), wanted);
        }
        List<Action> actions = module.actions(parameters, current, wanted);
        if (actions.isEmpty()) {
            throw new IllegalStateException("module " + descriptor.name()
                    + " wants another state and names no action that leads there: a bug in the module");
        }
        List<Change> changes = List.of(change(module, parameters, current, wanted));
        List<ActionResult> results = carryOut(actions);
        Failure failure = failure(actions, results);
        if (failure != null) {
            return Attempt.failed(failure, false, outputOf(results));
        }
        if (!predict) {
            module.confirm(parameters, wanted, world);
        }
        S reached = predict || !StateDiff.hasLater(wanted) ? wanted : module.observe(parameters, world);
        return withAdditions(Attempt.of(Status.CHANGED, changes, ResultData.toMap(reached)), reached);
    }

    private static Attempt withAdditions(Attempt attempt, Record result) {
        return result instanceof ProvidesInventory provides ? attempt.withAdditions(provides.additions()) : attempt;
    }

    private <P extends Record, S extends Record> Change change(
            ResourceModule<P, S> module, P parameters, S current, S wanted) {
        boolean before = module.exists(current);
        boolean after = module.exists(wanted);
        String kind = before ? after ? "changed" : "removed" : after ? "created" : "changed";
        String target = module.target(parameters);
        String text = !diff
                ? ""
                : StateDiff.text(target, before || !after ? current : null, after || !before ? wanted : null);
        return new Change(target, kind, text);
    }

    private <P extends Record, R extends Record> Attempt effect(
            EffectModule<P, R> module, P parameters, HostWorld world) throws InterruptedException {
        return switch (module.decide(parameters, world)) {
            case EffectModule.Decision.Skip<R>(String reason, R result) -> {
                Map<String, @Nullable Object> data = new LinkedHashMap<>(ResultData.toMap(result));
                data.put("msg", reason);
                yield Attempt.of(Status.OK, List.of(), data);
            }
            case EffectModule.Decision.Perform<R>(List<Action> actions) -> {
                List<Change> changes = List.of(new Change(module.target(parameters), "changed", ""));
                List<ActionResult> results = carryOut(actions);
                if (predict) {
                    if (actions.stream().anyMatch(HostAction.class::isInstance)) {
                        world.ask(new WhoAmI()); // a preview must notice a host that is down, as a run would
                    }
                    yield Attempt.of(Status.CHANGED, changes, unknownResult(notRun()));
                }
                if (background != null && !background.waits() && isCommand(actions) && results.getLast().succeeded()) {
                    yield Attempt.of(Status.CHANGED, changes, started(background));
                }
                yield Attempt.of(Status.CHANGED, changes, ResultData.toMap(module.result(parameters, results)));
            }
        };
    }

    private <P extends Record, R extends Record> Attempt query(
            QueryModule<P, R> module, P parameters, HostWorld world) {
        R result = module.query(parameters, world);
        Attempt attempt = withAdditions(Attempt.of(Status.OK, List.of(), ResultData.toMap(result)), result);
        return result instanceof ProvidesVariables provides ? attempt.withVariables(provides.variables()) : attempt;
    }

    /** Performs or predicts, in order; what was performed, even in part, is no longer taken as known. */
    private List<ActionResult> carryOut(List<Action> actions) throws InterruptedException {
        if (predict) {
            actions.forEach(action -> viewOf(action).predict(action, cause));
            return List.of();
        }
        List<ActionResult> results = new ArrayList<>();
        int next = 0;
        while (next < actions.size()) {
            int end = next + 1;
            if (actions.get(next) instanceof HostAction) {
                while (end < actions.size() && actions.get(end) instanceof HostAction) {
                    end++;
                }
            }
            List<Action> together = actions.subList(next, end);
            try {
                results.addAll(perform(together));
            } finally {
                together.forEach(action -> viewOf(action).performed(action));
            }
            if (results.isEmpty() || !results.getLast().succeeded()) {
                break;
            }
            next = end;
        }
        return results;
    }

    private static boolean isCommand(List<Action> actions) {
        return actions.size() == 1 && actions.getFirst() instanceof RunCommand;
    }

    /** By the names that users of Ansible know. */
    private static Map<String, @Nullable Object> started(BackgroundJob job) {
        Map<String, @Nullable Object> result = new LinkedHashMap<>();
        result.put("ansible_job_id", job.id());
        result.put("started", true);
        result.put("finished", false);
        return result;
    }

    private List<ActionResult> perform(List<Action> together) throws InterruptedException {
        if (background != null && isCommand(together)) {
            return List.of(background.run((RunCommand) together.getFirst(), host, access, listener));
        }
        if (together.getFirst() instanceof ServiceAction call) {
            try {
                return List.of(call.perform(surroundings.clients()));
            } catch (IOException e) {
                throw new TaskFailedException(call.summary() + ": " + e.getMessage());
            }
        }
        if (together.getFirst() instanceof NetworkAction sent) {
            return List.of(sent.result(host.get().call(sent.call())));
        }
        List<HostAction> onHost = together.stream().map(HostAction.class::cast).toList();
        return host.get().perform(onHost, access, listener);
    }

    private View viewOf(Action action) {
        return action instanceof ServiceAction ? surroundings.services() : view;
    }

    private @Nullable Failure failure(List<Action> actions, List<ActionResult> results) {
        if (predict || results.isEmpty() || results.getLast().succeeded()) {
            return null;
        }
        ActionResult last = results.getLast();
        String said = (last.stderr().isBlank() ? last.stdout() : last.stderr()).strip();
        String what = "could not " + actions.get(results.size() - 1).summary();
        return new Failure(
                said.isEmpty() ? what + " (exit status " + last.exitStatus() + ")" : what + ":\n" + lastLines(said),
                List.of(),
                List.of());
    }

    private static String lastLines(String text) {
        List<String> lines = text.lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
    }

    private static Map<String, @Nullable Object> outputOf(List<ActionResult> results) {
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("rc", (long) results.getLast().exitStatus());
        data.put("stdout", results.getLast().stdout());
        data.put("stderr", results.getLast().stderr());
        return data;
    }

    private Unknown notRun() {
        return cause;
    }

    /** Every field that the result would have, each unknown: reading one is then never taken for null or "". */
    Map<String, @Nullable Object> unknownResult(Unknown why) {
        return unknownResult(descriptor, why);
    }

    static Map<String, @Nullable Object> unknownResult(ModuleDescriptor descriptor, Unknown why) {
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        descriptor.results().forEach(field -> data.put(field.name(), why));
        return data;
    }

    @SuppressWarnings("unchecked") // the binder made the parameters from this very module's record
    private static ResourceModule<Record, Record> cast(ResourceModule<?, ?> module) {
        return (ResourceModule<Record, Record>) module;
    }

    @SuppressWarnings("unchecked")
    private static EffectModule<Record, Record> cast(EffectModule<?, ?> module) {
        return (EffectModule<Record, Record>) module;
    }

    @SuppressWarnings("unchecked")
    private static QueryModule<Record, Record> cast(QueryModule<?, ?> module) {
        return (QueryModule<Record, Record>) module;
    }
}
