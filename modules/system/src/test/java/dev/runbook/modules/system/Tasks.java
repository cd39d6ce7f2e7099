package dev.runbook.modules.system;

import dev.runbook.api.Action;
import dev.runbook.api.ResourceModule;
import dev.runbook.api.TaskFailedException;
import dev.runbook.api.TaskModule;
import dev.runbook.api.World;
import dev.runbook.host.Host;
import dev.runbook.testkit.ModuleContract;
import dev.runbook.testkit.TestHosts;
import java.util.List;

/** Tasks as users write them, put to modules without any host. */
public final class Tasks {
    private Tasks() {}

    /** The parameters of a task. */
    @SuppressWarnings("unchecked")
    public static <P extends Record> P parameters(TaskModule module, String task) {
        try (Host host = TestHosts.local()) {
            return (P) ModuleContract.of(module, host).bind(task);
        }
    }

    /** What the engine says about a task that it refuses before it connects. */
    public static String refusal(TaskModule module, String task) {
        try (Host host = TestHosts.local()) {
            return ModuleContract.of(module, host).refuses(task);
        }
    }

    /** What a task decides. */
    public record Decision<S>(S current, S wanted, List<Action> actions) {
        /** In the words of the actions themselves. */
        public List<String> summaries() {
            return actions.stream().map(Action::summary).toList();
        }
    }

    public static <P extends Record, S extends Record> Decision<S> decide(
            ResourceModule<P, S> module, String task, World world) {
        P parameters = parameters(module, task);
        S current = module.observe(parameters, world);
        S wanted = module.wanted(parameters, current);
        return new Decision<>(current, wanted, module.actions(parameters, current, wanted));
    }

    /** The message a task fails with. */
    public static TaskFailedException failure(Runnable task) {
        try {
            task.run();
        } catch (TaskFailedException e) {
            return e;
        }
        throw new AssertionError("the task does not fail");
    }
}
