package dev.runbook.execution;

import dev.runbook.catalog.Arguments;
import dev.runbook.catalog.ModuleDescriptor;
import dev.runbook.expression.Expression;
import dev.runbook.language.Node;
import dev.runbook.language.Runbook;
import dev.runbook.variables.Frame;
import java.nio.file.Path;
import java.util.List;
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
     * @param frames the play's variables, {@code vars_files} not yet among them
     * @param gatherFacts whether facts are gathered when first used; null means yes
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
            List<Step> preTasks,
            List<Step> tasks,
            List<Step> postTasks,
            List<Task> handlers) {}

    /** A compiled entry of a list of tasks. */
    sealed interface Step {
        /** Whether {@code --tags} lets anything of it run. */
        boolean selected();
    }

    record Block(Runbook.Block ast, List<Step> block, List<Step> rescue, List<Step> always, boolean selected)
            implements Step {}

    record Task(
            Runbook.Task ast,
            ModuleDescriptor module,
            Arguments arguments,
            @Nullable Expression name,
            Settings settings,
            List<Frame> frames,
            @Nullable Loop loop,
            @Nullable Retry retry,
            List<Expression> changedWhen,
            List<Expression> failedWhen,
            List<Expression> notifies,
            Set<String> tags,
            boolean selected)
            implements Step {
        /** As far as it can be told without a host. */
        String staticName() {
            Node.ScalarNode written = ast.common().name();
            return written == null ? module.name() : written.text();
        }
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
}
