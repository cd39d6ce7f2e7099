package dev.runbook.modules.system.control;

import dev.runbook.api.InvalidParameterException;
import dev.runbook.api.Module;
import dev.runbook.api.Param;
import dev.runbook.api.ProvidesInventory;
import dev.runbook.api.QueryModule;
import dev.runbook.api.World;
import java.util.List;
import java.util.Map;

/** The module {@code group_by}. */
@Module(
        name = "group_by",
        summary = "Puts the host into a group, by what is known of it",
        description = "Later plays can name the group. Spaces in its name become `-`, as in Ansible.",
        controllerOnly = true,
        examples = {"group_by: {key: \"os_@{facts.distribution.id}\", parents: [by_os]}"})
public final class GroupByModule implements QueryModule<GroupByModule.Parameters, GroupByModule.Result> {
    /** Parameters of {@code group_by}. */
    public record Parameters(
            @Param("The name of the group.") String key,
            @Param("Groups that it becomes a child of.") List<String> parents) {
        public Parameters {
            key = key.strip().replace(' ', '-');
            parents = parents.stream().map(parent -> parent.strip().replace(' ', '-')).toList();
            if (key.isEmpty()) {
                throw new InvalidParameterException("key", "must not be empty");
            }
        }
    }

    /**
     * @param group the group the host is in now
     * @param parents the groups it is a child of
     */
    public record Result(String group, List<String> parents) implements ProvidesInventory {
        @Override
        public List<Addition> additions() {
            return List.of(new Addition(null, List.of(group), parents, Map.of()));
        }
    }

    @Override
    public Result query(Parameters parameters, World world) {
        return new Result(parameters.key(), parameters.parents());
    }
}
