package dev.runbook.catalog;

import dev.runbook.api.Action;
import dev.runbook.api.ActionResult;
import dev.runbook.api.EffectModule;
import dev.runbook.api.Module;
import dev.runbook.api.Param;
import dev.runbook.api.World;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes text. */
@Module(name = "say", summary = "Says something", examples = "say: hello")
public final class TextModule implements EffectModule<TextModule.Parameters, TextModule.Result> {
    record Parameters(
            @Param(value = "What to say.", freeForm = true) String cmd,
            @Param("Skip if this exists.") @Nullable String creates) {}

    /** What was said. */
    public record Result(String stdout) {}

    @Override
    public Decision<Result> decide(Parameters parameters, World world) {
        return new Decision.Perform<>(List.<Action>of());
    }

    @Override
    public Result result(Parameters parameters, List<ActionResult> results) {
        return new Result(parameters.cmd());
    }

    @Override
    public String target(Parameters parameters) {
        return "voice";
    }
}
