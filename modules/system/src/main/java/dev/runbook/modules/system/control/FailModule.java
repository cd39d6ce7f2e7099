package dev.runbook.modules.system.control;

import dev.runbook.api.Module;
import dev.runbook.api.Param;
import dev.runbook.api.QueryModule;
import dev.runbook.api.TaskFailedException;
import dev.runbook.api.World;

/** The module {@code fail}. */
@Module(
        name = "fail",
        summary = "Fails with a message",
        description = "Mostly used with `when`.",
        controllerOnly = true,
        examples = "fail: {msg: \"@{facts.distribution.name} is not supported\"}")
public final class FailModule implements QueryModule<FailModule.Parameters, FailModule.Result> {
    /** Parameters of {@code fail}. */
    public record Parameters(
            @Param(value = "Why.", freeForm = true, defaultValue = "failed as requested") String msg) {}

    /** What is registered: the message stands with every failure. */
    public record Result() {}

    @Override
    public Result query(Parameters parameters, World world) {
        throw new TaskFailedException(parameters.msg());
    }
}
