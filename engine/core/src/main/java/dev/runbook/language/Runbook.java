package dev.runbook.language;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A runbook as written. Values that may hold expressions stay {@link Node}s; the keywords' names, shapes and literal
 * values are already checked.
 */
public record Runbook(Source source, List<Play> plays) {
    public Runbook {
        plays = List.copyOf(plays);
    }

    /**
     * What plays, blocks and tasks have in common.
     *
     * @param name a text that may hold expressions
     * @param vars in the order written
     * @param when conditions, all of which must hold; each a bare expression
     * @param tags literal tags
     * @param become and the other nullable nodes: null where not written
     * @param environment a mapping or an expression
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
            Map<String, Node> further,
            Span span) {
        public Common {
            vars = List.copyOf(vars);
            when = List.copyOf(when);
            tags = List.copyOf(tags);
            further = Map.copyOf(further);
        }
    }

    /**
     * @param hosts the pattern: a scalar or a sequence of scalars
     * @param gatherFacts null where not written
     */
    public record Play(
            Common common,
            Node hosts,
            List<Node.ScalarNode> varsFiles,
            @Nullable Node gatherFacts,
            List<Step> preTasks,
            List<Step> tasks,
            List<Step> postTasks,
            List<Task> handlers) {
        public Play {
            varsFiles = List.copyOf(varsFiles);
            preTasks = List.copyOf(preTasks);
            tasks = List.copyOf(tasks);
            postTasks = List.copyOf(postTasks);
            handlers = List.copyOf(handlers);
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
     * @param loop a sequence, mapping or expression; null for none
     * @param notifies names of handlers, which may hold expressions
     * @param listen further names a handler answers to
     */
    public record Task(
            Common common,
            Node.ScalarNode module,
            Node arguments,
            @Nullable Node extraArguments,
            Node.@Nullable ScalarNode register,
            @Nullable Node loop,
            LoopControl loopControl,
            List<Node.ScalarNode> until,
            @Nullable Node retries,
            @Nullable Node delay,
            List<Node.ScalarNode> changedWhen,
            List<Node.ScalarNode> failedWhen,
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
