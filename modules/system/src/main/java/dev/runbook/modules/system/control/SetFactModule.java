package dev.runbook.modules.system.control;

import dev.runbook.api.InvalidParameterException;
import dev.runbook.api.Module;
import dev.runbook.api.Param;
import dev.runbook.api.ProvidesVariables;
import dev.runbook.api.QueryModule;
import dev.runbook.api.World;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The module {@code set_fact}. */
@Module(
        name = "set_fact",
        summary = "Defines variables for the host",
        description = "They keep their types, hold for the rest of the run, and win over the play's and the task's own"
                + " variables.",
        controllerOnly = true,
        examples = {
            "set_fact: {data_dir: /var/lib/prometheus}",
            "set_fact:\n  targets: \"@{groups.web}\"\n  retention: 30d"
        })
public final class SetFactModule implements QueryModule<SetFactModule.Parameters, SetFactModule.Result> {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    /** Parameters of {@code set_fact}. */
    public record Parameters(
            @Param(value = "Name and value of each variable.", rest = true, acceptsUnknown = true)
                    Map<String, @Nullable Object> values,
            @Param(value = "Accepted for habit's sake; facts are not kept between runs.", defaultValue = "false")
                    boolean cacheable) {
        public Parameters {
            values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
            if (values.isEmpty()) {
                throw new InvalidParameterException("", "expected at least one variable, as name: value");
            }
            for (String name : values.keySet()) {
                if (!NAME.matcher(name).matches()) {
                    throw new InvalidParameterException(
                            "",
                            "\"" + name + "\" cannot be a variable: expected letters, digits and '_', not beginning"
                                    + " with a digit");
                }
            }
        }
    }

    /** @param variables what was defined */
    public record Result(Map<String, @Nullable Object> variables) implements ProvidesVariables {}

    @Override
    public Result query(Parameters parameters, World world) {
        return new Result(parameters.values());
    }
}
