package dev.runbook.catalog;

import dev.runbook.api.Module;
import dev.runbook.api.Param;
import dev.runbook.api.ProvidesVariables;
import dev.runbook.api.QueryModule;
import dev.runbook.api.World;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes every name; its types are given to the interface by a class in between. */
@Module(name = "remember", summary = "Remembers variables", formerNames = "set_fact", examples = "remember: {a: 1}")
public final class RestModule extends VariablesModule<RestModule.Parameters> {
    record Parameters(
            @Param(value = "Keep it.", defaultValue = "false") boolean cacheable,
            @Param(value = "The variables.", rest = true, acceptsUnknown = true)
                    Map<String, @Nullable Object> variables) {}

    record Result(@Param(value = "The variables.", rest = true) Map<String, @Nullable Object> variables)
            implements ProvidesVariables {}

    @Override
    public Result query(Parameters parameters, World world) {
        return new Result(parameters.variables());
    }
}

/** Binds one of the two types. */
abstract class VariablesModule<Q extends Record> implements QueryModule<Q, RestModule.Result> {}
