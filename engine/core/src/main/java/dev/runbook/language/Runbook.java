package dev.runbook.language;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A runbook as written. Values that may hold expressions stay {@link Node}s; the keywords' names, shapes and literal
 * values are already checked.
 */
public record Runbook(Source source, List<Entry> entries) {
    public Runbook {
        entries = List.copyOf(entries);
    }

    /** The plays that stand in this file itself. */
    public List<Play> plays() {
        return entries.stream().filter(Play.class::isInstance).map(Play.class::cast).toList();
    }

    /** One entry of the list that a runbook is. */
    public sealed interface Entry {
        Common common();
    }

    /**
     * {@code import_playbook}.
     *
     * @param file may hold expressions over {@code -e}
     */
    public record PlaybookImport(Common common, Node.ScalarNode file) implements Entry {}

    /**
     * What plays, blocks and tasks have in common.
     *
     * @param name a text that may hold expressions
     * @param vars in the order written
     * @param when conditions, all of which must hold; each a bare expression
     * @param tags literal tags
     * @param become and the other nullable nodes: null where not written
     * @param environment a mapping or an expression
     * @param moduleDefaults a mapping of modules to mappings of parameters
     */
    public record Common(
            Node.@Nullable ScalarNode name,
            List<Node.Entry> vars,
            List<Node.ScalarNode> when,
            List<String> tags,
            @Nullable Node become,
            @Nullable Node becomeUser,
            @Nullable Node becomeMethod,
            @Nullable Node environment,
            @Nullable Node checkMode,
            @Nullable Node diff,
            @Nullable Node noLog,
            @Nullable Node ignoreErrors,
            @Nullable Node ignoreUnreachable,
            @Nullable Node connection,
            @Nullable Node remoteUser,
            @Nullable Node timeout,
            @Nullable Node anyErrorsFatal,
            @Nullable Node runOnce,
            @Nullable Node throttle,
            @Nullable Node port,
            @Nullable Node delegateTo,
            @Nullable Node delegateFacts,
            @Nullable Node moduleDefaults,
            Span span) {
        public Common {
            vars = List.copyOf(vars);
            when = List.copyOf(when);
            tags = List.copyOf(tags);
        }
    }

    /**
     * @param hosts the pattern: a scalar or a sequence of scalars
     * @param varsFiles each a path, or a list of paths of which the first that exists counts
     * @param gatherFacts null where not written, as all nodes here
     * @param serial sizes of batches; the last counts for all that follow; empty for all hosts at once
     */
    public record Play(
            Common common,
            Node hosts,
            List<Node> varsFiles,
            List<Prompt> prompts,
            @Nullable Node gatherFacts,
            List<Node.ScalarNode> serial,
            @Nullable Node maxFailPercentage,
            @Nullable Node strategy,
            @Nullable Node forceHandlers,
            @Nullable Node order,
            List<RoleUse> roles,
            List<Step> preTasks,
            List<Step> tasks,
            List<Step> postTasks,
            List<Task> handlers)
            implements Entry {
        public Play {
            varsFiles = List.copyOf(varsFiles);
            prompts = List.copyOf(prompts);
            serial = List.copyOf(serial);
            roles = List.copyOf(roles);
            preTasks = List.copyOf(preTasks);
            tasks = List.copyOf(tasks);
            postTasks = List.copyOf(postTasks);
            handlers = List.copyOf(handlers);
        }
    }

    /**
     * An entry of {@code vars_prompt}.
     *
     * @param hidden whether what is typed is not shown
     * @param confirm whether it must be typed twice
     * @param otherwise what counts when nothing is typed; null for none
     */
    public record Prompt(
            Node.ScalarNode name,
            Node.@Nullable ScalarNode prompt,
            boolean hidden,
            boolean confirm,
            Node.@Nullable ScalarNode otherwise) {}

    /**
     * A role as a play, or another role's dependencies, name it.
     *
     * @param parameters what is no keyword
     */
    public record RoleUse(Common common, Node.ScalarNode name, List<Node.Entry> parameters) {
        public RoleUse {
            parameters = List.copyOf(parameters);
        }
    }

    /** One entry of a list of tasks. */
    public sealed interface Step {
        Common common();
    }

    /** {@code block} with its {@code rescue} and {@code always}. */
    public record Block(Common common, List<Node> notifies, List<Step> block, List<Step> rescue, List<Step> always)
            implements Step {
        public Block {
            notifies = List.copyOf(notifies);
            block = List.copyOf(block);
            rescue = List.copyOf(rescue);
            always = List.copyOf(always);
        }
    }

    /**
     * A task or handler.
     *
     * @param module the key that names the module
     * @param arguments what stands behind it
     * @param extraArguments the {@code args} keyword, merged under the arguments
     * @param engineCall where the engine itself carries it out, not a module; null for a module
     * @param loop a sequence, mapping or expression; null for none
     * @param notifies names of handlers, which may hold expressions
     * @param listen further names a handler answers to
     */
    public record Task(
            Common common,
            Node.ScalarNode module,
            Node arguments,
            @Nullable Node extraArguments,
            @Nullable EngineCall engineCall,
            Node.@Nullable ScalarNode register,
            @Nullable Node loop,
            LoopControl loopControl,
            List<Node.ScalarNode> until,
            @Nullable Node retries,
            @Nullable Node delay,
            List<Node.ScalarNode> changedWhen,
            List<Node.ScalarNode> failedWhen,
            @Nullable Node async,
            @Nullable Node poll,
            List<Node> notifies,
            List<String> listen)
            implements Step {
        public Task {
            until = List.copyOf(until);
            changedWhen = List.copyOf(changedWhen);
            failedWhen = List.copyOf(failedWhen);
            notifies = List.copyOf(notifies);
            listen = List.copyOf(listen);
        }
    }

    /**
     * A task of the engine itself: {@code include_tasks} and its like.
     *
     * @param target the file, the role, or what {@code meta} is to do; may hold expressions where the task is dynamic
     * @param options the others that {@link EngineTasks} names, but {@code apply}
     * @param apply keywords for each of the tasks that are included; null for none
     */
    public record EngineCall(Node.ScalarNode target, Map<String, Node> options, @Nullable Common apply) {
        public EngineCall {
            options = Map.copyOf(options);
        }

        /** A literal option. */
        public String text(String option, String otherwise) {
            return options.get(option) instanceof Node.ScalarNode scalar ? scalar.text() : otherwise;
        }

        /** A literal option. */
        public boolean flag(String option, boolean otherwise) {
            return options.get(option) instanceof Node.ScalarNode scalar
                    ? Literals.bool(scalar.text()).orElse(otherwise)
                    : otherwise;
        }
    }

    /** {@code loop_control}; names default to {@code item} and none. */
    public record LoopControl(
            String loopVar,
            @Nullable String indexVar,
            @Nullable Node label,
            @Nullable Node pause,
            boolean extended,
            List<Node.ScalarNode> breakWhen) {
        public static final LoopControl DEFAULT = new LoopControl("item", null, null, null, false, List.of());

        public LoopControl {
            breakWhen = List.copyOf(breakWhen);
        }
    }
}
