package dev.runbook.execution;

import dev.runbook.catalog.Arguments;
import dev.runbook.catalog.ModuleDescriptor;
import dev.runbook.expression.Expression;
import dev.runbook.language.Node;
import dev.runbook.language.Runbook;
import dev.runbook.language.Span;
import dev.runbook.variables.Frame;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A runbook with every expression compiled and every task bound to its module: valid, and ready to be carried out. */
public record Program(List<Play> plays) {
    public Program {
        plays = List.copyOf(plays);
    }

    /**
     * @param directory of the runbook: where relative paths start
     * @param hosts the pattern as written; it may hold expressions over {@code -e} and play variables
     * @param frames the play's variables and those of its roles, {@code vars_files} not yet among them
     * @param gatherFacts whether facts are gathered when first used; null means yes
     * @param roles tasks of the play's roles, which run before {@code tasks}
     * @param handlers of roles first, then the play's own; only tasks and includes
     */
    record Play(
            Runbook.Play ast,
            Path directory,
            @Nullable Expression name,
            Expression hosts,
            List<Expression> varsFiles,
            List<Frame> frames,
            @Nullable Expression gatherFacts,
            Settings settings,
            Course course,
            List<Step> preTasks,
            List<Step> roles,
            List<Step> tasks,
            List<Step> postTasks,
            List<Task> handlers) {}

    /**
     * How a play goes through its hosts.
     *
     * @param serial sizes of batches
     */
    record Course(
            List<Expression> serial,
            @Nullable Expression maxFailPercentage,
            @Nullable Expression strategy,
            @Nullable Expression forceHandlers,
            @Nullable Expression order) {}

    /** A compiled entry of a list of tasks. */
    sealed interface Step {
        /** Whether {@code --tags} lets anything of it run. */
        boolean selected();
    }

    /** A block as written, or the tasks of an import or a role, which share what was said about them. */
    record Block(List<Step> block, List<Step> rescue, List<Step> always, boolean selected) implements Step {}

    /** @param role whose task it is; null for the runbook's own */
    record Task(
            Runbook.Task ast,
            Action action,
            @Nullable String role,
            @Nullable Expression name,
            Settings settings,
            List<Frame> frames,
            @Nullable Loop loop,
            @Nullable Retry retry,
            @Nullable Background background,
            List<Expression> changedWhen,
            List<Expression> failedWhen,
            List<Expression> notifies,
            Set<String> tags,
            boolean selected)
            implements Step {
        /** As far as it can be told without a host. */
        String staticName() {
            Node.ScalarNode written = ast.common().name();
            return written == null ? action.name() : written.text();
        }

        /** Whether a handler answers to a name: its own, alone or behind the role it belongs to. */
        boolean answersTo(String handler) {
            String own = staticName();
            return own.equals(handler) || (role != null && handler.equals(role + " : " + own));
        }
    }

    /** What a task does. */
    sealed interface Action {
        /** As tasks write it. */
        String name();

        /** What it refers to. */
        List<Expression.Reference> references();

        /** Whether a host may be another after it, or the play go on with other tasks. */
        default boolean changesThings() {
            return false;
        }

        record OfModule(ModuleDescriptor module, Arguments arguments) implements Action {
            @Override
            public String name() {
                return module.name();
            }

            @Override
            public List<Expression.Reference> references() {
                return List.copyOf(arguments.references());
            }

            @Override
            public boolean changesThings() {
                return module.kind() != ModuleDescriptor.Kind.QUERY;
            }
        }

        /**
         * {@code include_tasks}, {@code include_role}.
         *
         * @param known what it includes, where that does not depend on a host
         * @param parameters variables for what is included; empty for none
         */
        record Include(
                String name, Expression target, Loader loader, @Nullable Included known, List<Frame> parameters)
                implements Action {
            @Override
            public List<Expression.Reference> references() {
                return List.copyOf(target.references());
            }

            @Override
            public boolean changesThings() {
                return true;
            }
        }

        /** @param names of what the file defines, as far as that can be told; null where anything may be */
        record IncludeVars(
                String name, VarsSource source, @Nullable Set<String> names, List<Expression.Reference> references)
                implements Action {}

        record Meta(String what) implements Action {
            @Override
            public String name() {
                return "meta";
            }

            @Override
            public List<Expression.Reference> references() {
                return List.of();
            }
        }

        /** Checks what a role was given against what it asks for. */
        record ValidateArguments(ArgumentSpec spec) implements Action {
            @Override
            public String name() {
                return "validate_argument_spec";
            }

            @Override
            public List<Expression.Reference> references() {
                return List.of();
            }
        }
    }

    /** Reads and compiles what an include names. */
    interface Loader {
        /** @throws dev.runbook.language.RunbookException where there is no such file or role, or it has mistakes */
        Included load(String target);
    }

    /**
     * What an include brings.
     *
     * @param shown the file or role, for messages
     * @param exported variables that the play sees from now on
     */
    record Included(String shown, List<Step> steps, List<Task> handlers, List<Frame> exported) {}

    /**
     * The variables that {@code include_vars} defines.
     */
    interface VarsSource {
        /** @throws dev.runbook.language.RunbookException where files are missing or no good */
        Found read(dev.runbook.expression.Scope scope);

        /** @param files that were read */
        record Found(Frame frame, List<String> files) {}
    }

    record Loop(
            Expression items,
            String loopVar,
            @Nullable String indexVar,
            @Nullable Expression label,
            @Nullable Expression pause,
            List<Expression> breakWhen,
            boolean extended) {}

    record Retry(List<Expression> until, @Nullable Expression retries, @Nullable Expression delay) {}

    /** {@code async} and {@code poll}. */
    record Background(Expression atMost, @Nullable Expression poll) {}

}
