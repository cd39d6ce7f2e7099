package dev.runbook.modules.system.control;

import dev.runbook.api.Evaluated;
import dev.runbook.api.InvalidParameterException;
import dev.runbook.api.Module;
import dev.runbook.api.Param;
import dev.runbook.api.QueryModule;
import dev.runbook.api.TaskFailedException;
import dev.runbook.api.World;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The module {@code assert}. */
@Module(
        name = "assert",
        summary = "Fails unless all conditions hold",
        description = "All conditions are looked at, and the message names every one that does not hold, with the values"
                + " of the names in it.",
        controllerOnly = true,
        examples = {
            "assert: {that: facts.memory.total_mb >= 2048}",
            "assert:\n  that:\n    - facts.distribution.family == 'Debian'\n    - version.startsWith('2.')\n"
                    + "  fail_msg: Prometheus 2 on Debian is what this runbook knows"
        })
public final class AssertModule implements QueryModule<AssertModule.Parameters, AssertModule.Result> {
    /** Parameters of {@code assert}. */
    public record Parameters(
            @Param("Conditions, as bare expressions. Each must be true.")
                    List<Evaluated> that,
            @Param(value = "What to say when one does not hold.", aliases = "msg") @Nullable String failMsg,
            @Param("What to say when all hold.") @Nullable String successMsg,
            @Param(value = "Say nothing when all hold.", defaultValue = "false") boolean quiet) {
        public Parameters {
            that = List.copyOf(that);
            if (that.isEmpty()) {
                throw new InvalidParameterException("that", "expected at least one condition");
            }
        }
    }

    /**
     * @param msg what it says
     * @param assertions how many conditions were looked at
     * @param failed those that do not hold, as written
     */
    public record Result(String msg, int assertions, List<String> failed) {
        public Result {
            failed = List.copyOf(failed);
        }
    }

    @Override
    public Result query(Parameters parameters, World world) {
        List<String> failed = new ArrayList<>();
        List<String> complaints = new ArrayList<>();
        for (Evaluated condition : parameters.that()) {
            if (!(condition.value() instanceof Boolean holds)) {
                throw new TaskFailedException("a condition must be true or false, but " + condition.source() + " is "
                        + Describe.kind(condition.value()));
            }
            if (!holds) {
                failed.add(condition.source());
                complaints.add(condition.source()
                        + (condition.explanation().isEmpty() ? "" : "  (" + condition.explanation() + ")"));
            }
        }
        int count = parameters.that().size();
        if (failed.isEmpty()) {
            String success = parameters.successMsg() != null ? parameters.successMsg() : "all assertions hold";
            return new Result(parameters.quiet() ? "" : success, count, failed);
        }
        String reasons = "does not hold: " + String.join("; ", complaints);
        String message = parameters.failMsg() == null ? reasons : parameters.failMsg() + " (" + reasons + ")";
        throw new TaskFailedException(message, new Result(message, count, failed), List.of());
    }
}
