package dev.runbook.testkit;

import dev.runbook.api.Action;
import dev.runbook.api.ActionResult;
import dev.runbook.api.EffectModule;
import dev.runbook.api.HostAction;
import dev.runbook.api.NetworkAction;
import dev.runbook.api.QueryModule;
import dev.runbook.api.ResourceModule;
import dev.runbook.api.ServiceAction;
import dev.runbook.api.Unknown;
import dev.runbook.api.UnknownException;
import dev.runbook.catalog.ResultData;
import dev.runbook.execution.StateDiff;
import dev.runbook.host.Access;
import dev.runbook.host.Host;
import dev.runbook.host.Reach;
import dev.runbook.testkit.ModuleContract.Outcome;
import dev.runbook.world.HostWorld;
import dev.runbook.world.Patience;
import dev.runbook.world.Prompter;
import dev.runbook.world.RunServices;
import dev.runbook.world.View;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One task put to the contract on one host. */
record Trial(Host host, Reach reach, Access access, List<Watch> watches, boolean unknownAllowed) {
    private static final Unknown EARLIER = new Unknown("the task under test", "");

    Outcome resource(ResourceModule<Record, Record> module, Record parameters, boolean changes) {
        View view = new View();
        HostWorld world = world(view, Patience.REAL);
        Record current = looking("observing", () -> module.observe(parameters, world));
        Record wanted = module.wanted(parameters, current);
        same("the wanted state is not the same when asked for twice; it must depend on nothing but its parameters",
                wanted, module.wanted(parameters, current), StateDiff.Scope.CHANGE);
        same("once the wanted state is there, something else is wanted",
                wanted, module.wanted(parameters, wanted), StateDiff.Scope.CONVERGENCE);
        List<Action> actions = module.actions(parameters, current, wanted);
        boolean differs = StateDiff.differ(current, wanted, StateDiff.Scope.CHANGE);
        if (differs == actions.isEmpty()) {
            throw broken(differs
                    ? "the states differ, but there is no action:\n" + StateDiff.text("state", current, wanted)
                    : "the states are equal, but there are actions: " + summaries(actions));
        }
        if (differs != changes) {
            throw broken(differs
                    ? "nothing should change, but:\n" + StateDiff.text("state", current, wanted)
                    : "something should change, but the state is already as wanted: " + wanted);
        }
        if (!differs) {
            return new Outcome(current, actions, ResultData.toMap(wanted));
        }
        Record predicted = looking("predicting", () -> predict(module, parameters, actions));
        perform(actions);
        actions.forEach(view::performed);
        module.confirm(parameters, wanted, world(new View(), Patience.REAL));
        Record reached = module.observe(parameters, world(new View(), Patience.REAL));
        same("the wanted state was not reached", wanted, reached, StateDiff.Scope.CONVERGENCE);
        if (predicted != null) {
            same("the preview is wrong: not what was predicted is there", predicted, reached, StateDiff.Scope.CONVERGENCE);
        }
        same("answers that the actions made stale were kept; look at Action.touches",
                reached, module.observe(parameters, world), StateDiff.Scope.CHANGE);
        secondPlan(module, parameters, reached);
        return new Outcome(current, actions, ResultData.toMap(reached));
    }

    /** What is momentary ("restarted") may be wanted again, nothing else. */
    private static void secondPlan(ResourceModule<Record, Record> module, Record parameters, Record reached) {
        Record again = module.wanted(parameters, reached);
        same("a second run would change something", reached, again, StateDiff.Scope.CONVERGENCE);
        List<Action> actions = module.actions(parameters, reached, again);
        if (!StateDiff.differ(reached, again, StateDiff.Scope.CHANGE) && !actions.isEmpty()) {
            throw broken("a second run would act, though nothing differs: " + summaries(actions));
        }
    }

    private @Nullable Record predict(ResourceModule<Record, Record> module, Record parameters, List<Action> actions) {
        View view = new View();
        HostWorld world = world(view, Patience.NONE);
        module.observe(parameters, world);
        actions.forEach(action -> view.predict(action, EARLIER));
        try {
            Record predicted = module.observe(parameters, world);
            same("the preview is wrong: after the predicted actions the wanted state is not there; look at Action.after",
                    module.wanted(parameters, predicted), predicted, StateDiff.Scope.CONVERGENCE);
            return predicted;
        } catch (UnknownException e) {
            if (unknownAllowed) {
                return null;
            }
            throw broken("the state after the actions is not predicted: " + e.unknown().cause());
        }
    }

    Outcome effect(EffectModule<Record, Record> module, Record parameters, boolean acts) {
        HostWorld world = world(new View(), Patience.REAL);
        EffectModule.Decision<Record> decision = looking("deciding", () -> module.decide(parameters, world));
        if (module.target(parameters).isBlank()) {
            throw broken("it does not say what it acts on");
        }
        return switch (decision) {
            case EffectModule.Decision.Skip<Record>(String reason, Record result) -> {
                if (acts) {
                    throw broken("it should act, but there is nothing to do: " + reason);
                }
                yield new Outcome(null, List.of(), ResultData.toMap(result));
            }
            case EffectModule.Decision.Perform<Record>(List<Action> actions) -> {
                if (!acts || actions.isEmpty()) {
                    throw broken(acts ? "it decides to act, but names no action" : "nothing should be done, but: " + summaries(actions));
                }
                List<ActionResult> results = carryOut(actions);
                yield new Outcome(null, actions, ResultData.toMap(module.result(parameters, results)));
            }
        };
    }

    Record query(QueryModule<Record, Record> module, Record parameters) {
        return looking("asking", () -> module.query(parameters, world(new View(), Patience.REAL)));
    }

    private HostWorld world(View view, Patience patience) {
        return new HostWorld(
                () -> host,
                access,
                view,
                new HostWorld.Surroundings(view, new RunServices(reach).reporting(message -> {}), patience, Prompter.NOBODY));
    }

    /** Does something that must leave what is watched as it is. */
    private <T extends @Nullable Object> T looking(String what, Supplier<T> look) {
        List<String> before = watched();
        T seen = look.get();
        List<String> after = watched();
        for (int i = 0; i < before.size(); i++) {
            if (!before.get(i).equals(after.get(i))) {
                throw broken(what + " changed the host\nbefore:\n" + before.get(i) + "\nafter:\n" + after.get(i));
            }
        }
        return seen;
    }

    private List<String> watched() {
        HostWorld fresh = world(new View(), Patience.REAL);
        return watches.stream().map(fresh::ask).toList();
    }

    private void perform(List<Action> actions) {
        List<ActionResult> results = carryOut(actions);
        ActionResult last = results.getLast();
        if (!last.succeeded()) {
            throw broken("could not " + actions.get(results.size() - 1).summary() + " (exit status " + last.exitStatus()
                    + ")\n" + last.stdout() + last.stderr());
        }
    }

    private List<ActionResult> carryOut(List<Action> actions) {
        List<ActionResult> results = new ArrayList<>();
        try (RunServices services = new RunServices(reach)) {
            for (Action action : actions) {
                switch (action) {
                    case HostAction onHost ->
                        results.addAll(host.perform(List.of(onHost), access, Host.OutputListener.NONE));
                    case NetworkAction sent -> results.add(sent.result(host.call(sent.call())));
                    case ServiceAction call -> results.add(call.perform(services.reporting(message -> {})));
                }
                if (!results.getLast().succeeded()) {
                    break;
                }
            }
            return results;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void same(String broken, Record wanted, Record found, StateDiff.Scope scope) {
        if (StateDiff.differ(found, wanted, scope)) {
            throw broken(broken + "\n" + StateDiff.text("state", found, wanted));
        }
    }

    private static AssertionError broken(String clause) {
        return new AssertionError("the contract of modules is broken: " + clause);
    }

    private static String summaries(List<Action> actions) {
        return String.join("; ", actions.stream().map(Action::summary).toList());
    }
}
