package dev.runbook.modules.system.control;

import dev.runbook.api.InvalidParameterException;
import dev.runbook.api.Module;
import dev.runbook.api.Param;
import dev.runbook.api.ProvidesInventory;
import dev.runbook.api.QueryModule;
import dev.runbook.api.World;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The module {@code add_host}. */
@Module(
        name = "add_host",
        summary = "Adds a host to the running inventory",
        description = "Later plays can run on it, and `hostvars` and `groups` have it at once. It runs for each host and each"
                + " item of a loop. Parameters other than these are variables of the new host. Nothing is written anywhere,"
                + " so a preview adds it too.",
        controllerOnly = true,
        examples = {
            "add_host: {name: \"@{instance.ipv4}\", groups: [monitoring], ansible_user: root}",
        })
public final class AddHostModule implements QueryModule<AddHostModule.Parameters, AddHostModule.Result> {
    /** Parameters of {@code add_host}. */
    public record Parameters(
            @Param(value = "The name of the host.", aliases = {"hostname", "host"}) String name,
            @Param(value = "Groups it is in; they are made where they are missing.", aliases = {"group", "groupname"})
                    List<String> groups,
            @Param(value = "Variables of the host.", rest = true, acceptsUnknown = true)
                    Map<String, @Nullable Object> variables) {
        public Parameters {
            groups = groups.stream().map(String::strip).filter(group -> !group.isEmpty()).toList();
            variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
            if (name.isBlank()) {
                throw new InvalidParameterException("name", "must not be empty");
            }
        }
    }

    /**
     * @param host the name of the host
     * @param groups the groups it was put into
     * @param variables what was defined for it
     */
    public record Result(String host, List<String> groups, Map<String, @Nullable Object> variables)
            implements ProvidesInventory {
        @Override
        public List<Addition> additions() {
            return List.of(new Addition(host, groups, List.of(), variables));
        }
    }

    @Override
    public Result query(Parameters parameters, World world) {
        Map<String, @Nullable Object> variables = new LinkedHashMap<>(parameters.variables());
        int colon = parameters.name().indexOf(':');
        boolean port = colon > 0
                && parameters.name().indexOf(':', colon + 1) < 0
                && parameters.name().substring(colon + 1).matches("\\d{1,5}");
        String host = port ? parameters.name().substring(0, colon) : parameters.name();
        if (port) {
            variables.putIfAbsent("ansible_port", Long.valueOf(parameters.name().substring(colon + 1)));
        }
        return new Result(host, parameters.groups(), variables);
    }
}
