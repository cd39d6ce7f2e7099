package dev.runbook.modules.system.control;

import dev.runbook.api.Evaluated;
import dev.runbook.api.InvalidParameterException;
import dev.runbook.api.Module;
import dev.runbook.api.Param;
import dev.runbook.api.QueryModule;
import dev.runbook.api.World;
import org.jspecify.annotations.Nullable;

/** The module {@code debug}. */
@Module(
        name = "debug",
        summary = "Shows a message or the value of an expression",
        description = "What is not known before earlier changes are made shows as unknown, with its cause.",
        controllerOnly = true,
        examples = {
            "debug: {msg: \"@{inventory_hostname} has @{facts.memory.total_mb} MB\"}",
            "debug: {var: facts.network.default_ipv4}"
        })
public final class DebugModule implements QueryModule<DebugModule.Parameters, DebugModule.Result> {
    /** Parameters of {@code debug}. */
    public record Parameters(
            @Param(value = "What to show: text, or any other value.", freeForm = true, acceptsUnknown = true)
                    @Nullable Object msg,
            @Param(value = "A bare expression whose value is shown.", acceptsUnknown = true) @Nullable Evaluated var) {
        public Parameters {
            if (msg != null && var != null) {
                throw new InvalidParameterException("var", "give either msg or var, not both");
            }
            if (msg == null && var == null) {
                throw new InvalidParameterException("", "needs msg or var: what is to be shown?");
            }
        }
    }

    /**
     * @param var the expression, as written; null where a message was shown
     * @param msg the message, or the value of the expression
     */
    public record Result(@Nullable String var, @Nullable Object msg) {}

    @Override
    public Result query(Parameters parameters, World world) {
        return parameters.var() != null
                ? new Result(parameters.var().source(), parameters.var().value())
                : new Result(null, parameters.msg());
    }
}
