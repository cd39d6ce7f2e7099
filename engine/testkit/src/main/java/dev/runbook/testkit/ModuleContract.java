package dev.runbook.testkit;

import dev.runbook.api.Action;
import dev.runbook.api.EffectModule;
import dev.runbook.api.QueryModule;
import dev.runbook.api.ResourceModule;
import dev.runbook.api.TaskModule;
import dev.runbook.catalog.ModuleDescriptor;
import dev.runbook.catalog.ResultData;
import dev.runbook.catalog.RunbookFiles;
import dev.runbook.host.Access;
import dev.runbook.host.Host;
import dev.runbook.host.Reach;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What every module must keep, checked against a host: looking changes nothing; the wanted state is reached, and is then
 * not wanted a second time; what was predicted is what then is there; there are actions exactly where there is a
 * difference; everything is documented.
 *
 * <pre>{@code
 * try (Host host = TestHosts.local()) {
 *     ModuleContract contract = ModuleContract.of(new FileModule(), host)
 *             .variable("dir", directory)
 *             .watching(directory);
 *     contract.documented();
 *     contract.converges("file: {path: '@{dir}/x', state: directory, mode: 0750}");
 *     contract.unchanged("file: {path: '@{dir}/x', state: directory}");
 * }
 * }</pre>
 *
 * <p>Immutable. Failures are {@link AssertionError}s that say which clause was broken, and how.
 */
public final class ModuleContract {
    private final ModuleDescriptor module;
    private final Host host;
    private final Reach reach;
    private final Access access;
    private final Path base;
    private final Map<String, Object> variables;
    private final List<Watch> watches;
    private final boolean unknownAllowed;

    private ModuleContract(
            ModuleDescriptor module,
            Host host,
            Reach reach,
            Access access,
            Path base,
            Map<String, Object> variables,
            List<Watch> watches,
            boolean unknownAllowed) {
        this.module = module;
        this.host = host;
        this.reach = reach;
        this.access = access;
        this.base = base;
        this.variables = Map.copyOf(variables);
        this.watches = List.copyOf(watches);
        this.unknownAllowed = unknownAllowed;
    }

    /** A contract for a module on a host, which the caller closes. */
    public static ModuleContract of(TaskModule module, Host host) {
        return new ModuleContract(
                ModuleDescriptor.describe(module), host, Reach.REAL, Access.PLAIN, Path.of(""), Map.of(), List.of(), false);
    }

    /** Acts as somebody else, or in another environment. */
    public ModuleContract as(Access other) {
        return new ModuleContract(module, host, reach, other, base, variables, watches, unknownAllowed);
    }

    /** Calls services elsewhere than where they really are: those that stand for them. */
    public ModuleContract calling(Reach services) {
        return new ModuleContract(module, host, services, access, base, variables, watches, unknownAllowed);
    }

    /** Where files and templates that tasks name are found, as if the runbook lay there. */
    public ModuleContract beside(Path directory) {
        return new ModuleContract(module, host, reach, access, directory, variables, watches, unknownAllowed);
    }

    /** Defines a variable for the tasks. A {@link Path} becomes its text. */
    public ModuleContract variable(String name, Object value) {
        Map<String, Object> more = new HashMap<>(variables);
        more.put(name, value instanceof Path path ? path.toString() : value);
        return new ModuleContract(module, host, reach, access, base, more, watches, unknownAllowed);
    }

    /** Watches a directory of the host: its files, attributes and contents must stay as they are while looking. */
    public ModuleContract watching(Path directory) {
        return watching(Watch.directory(directory.toString()));
    }

    /** Watches what a read-only command prints on the host: it must stay the same while looking. */
    public ModuleContract watching(String command) {
        return watching(new Watch(command));
    }

    private ModuleContract watching(Watch watch) {
        List<Watch> more = new ArrayList<>(watches);
        more.add(watch);
        return new ModuleContract(module, host, reach, access, base, variables, more, unknownAllowed);
    }

    /** Lets the predicted state be unknown. A preview may say so; that it is then right is not checked. */
    public ModuleContract allowingUnknown() {
        return new ModuleContract(module, host, reach, access, base, variables, watches, true);
    }

    /**
     * What a task did.
     *
     * @param before the state or null for a module that manages none
     * @param actions what was performed
     * @param result what {@code register} would see
     */
    public record Outcome(@Nullable Record before, List<Action> actions, Map<String, @Nullable Object> result) {
        public Outcome {
            actions = List.copyOf(actions);
        }
    }

    /** Every parameter has its text, every example is a task that can be read, the service file lists the module. */
    public void documented() {
        List<String> problems = Documentation.problems(module);
        if (!problems.isEmpty()) {
            throw new AssertionError("module `" + module.name() + "` is not documented as it should be:\n- "
                    + String.join("\n- ", problems));
        }
    }

    /** A task of a resource module that changes something, once: the whole contract. */
    public Outcome converges(String task) {
        return resource(task, true);
    }

    /** A task of a resource module that finds everything as it wants it. */
    public Outcome unchanged(String task) {
        return resource(task, false);
    }

    /** A task of an effect module that acts. */
    public Outcome acts(String task) {
        return effect(task, true);
    }

    /** A task of an effect module whose guard says that there is nothing to do. */
    public Outcome skips(String task) {
        return effect(task, false);
    }

    /** A task of a query module. */
    public Outcome answers(String task) {
        if (!(module.module() instanceof QueryModule<?, ?> query)) {
            throw new AssertionError(module.name() + " is no query module");
        }
        var trial = new Trial(host, reach, access, watches, unknownAllowed);
        return new Outcome(null, List.of(), ResultData.toMap(trial.query(cast(query), bind(task))));
    }

    /** A task that the engine refuses before it connects; gives the messages as the user sees them. */
    public String refuses(String task) {
        String mistakes = reader().compile("task", task).mistakes();
        if (mistakes.isEmpty()) {
            throw new AssertionError("nothing is found wrong with:\n" + task);
        }
        return mistakes;
    }

    /** The parameters that a task gives, for tests of the module's own methods. */
    public Record bind(String task) {
        return reader().bind(task);
    }

    private TaskReader reader() {
        return new TaskReader(module, RunbookFiles.beside(base), base, variables);
    }

    private Outcome resource(String task, boolean changes) {
        if (!(module.module() instanceof ResourceModule<?, ?> resource)) {
            throw new AssertionError(module.name() + " is no resource module");
        }
        return new Trial(host, reach, access, watches, unknownAllowed).resource(cast(resource), bind(task), changes);
    }

    private Outcome effect(String task, boolean acts) {
        if (!(module.module() instanceof EffectModule<?, ?> effect)) {
            throw new AssertionError(module.name() + " is no effect module");
        }
        return new Trial(host, reach, access, watches, unknownAllowed).effect(cast(effect), bind(task), acts);
    }

    @SuppressWarnings("unchecked") // the parameters are bound to this very module's record
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
