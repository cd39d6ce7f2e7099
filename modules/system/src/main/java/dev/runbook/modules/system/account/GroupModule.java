package dev.runbook.modules.system.account;

import dev.runbook.api.Action;
import dev.runbook.api.Module;
import dev.runbook.api.Observed;
import dev.runbook.api.ResourceModule;
import dev.runbook.api.TaskFailedException;
import dev.runbook.api.Value;
import dev.runbook.api.World;
import dev.runbook.api.host.AccountTools;
import dev.runbook.api.host.AccountTools.Family;
import dev.runbook.api.host.GroupEntry;
import dev.runbook.modules.system.account.GroupModule.GroupState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The module {@code group}. */
@Module(
        name = "group",
        summary = "Manages a group of users",
        description = "Who belongs to a group is managed with the users, see `user`.",
        examples = {
            "group: {name: monitoring, system: true}",
            "group: {name: deploy, gid: 1500}",
            "group: {name: old, state: absent}"
        })
public final class GroupModule implements ResourceModule<GroupParameters, GroupState> {
    /**
     * @param state {@code present} or {@code absent}
     * @param gid null where the group is absent
     * @param tools with what groups are made on the host
     */
    public record GroupState(Presence state, @Nullable Value<Integer> gid, @Observed(internal = true) Family tools) {}

    @Override
    public GroupState observe(GroupParameters parameters, World world) {
        GroupEntry entry = new GroupEntry(parameters.name());
        AccountTools tools = new AccountTools();
        world.prefetch(List.of(entry, tools));
        GroupEntry.Group group = world.ask(entry);
        Family family = world.ask(tools).family();
        if (group == null) {
            return new GroupState(Presence.ABSENT, null, family);
        }
        return new GroupState(Presence.PRESENT, Numbers.value(group.gid()), family);
    }

    @Override
    public GroupState wanted(GroupParameters parameters, GroupState current) {
        if (parameters.state() == Presence.ABSENT) {
            return new GroupState(Presence.ABSENT, null, current.tools());
        }
        Value<Integer> gid = parameters.gid() != null
                ? Value.of(parameters.gid())
                : current.gid() != null ? current.gid() : Value.later("chosen by the system");
        return new GroupState(Presence.PRESENT, gid, current.tools());
    }

    @Override
    public List<Action> actions(GroupParameters parameters, GroupState current, GroupState wanted) {
        if (Numbers.same(current.gid(), wanted.gid()) && current.state() == wanted.state()) {
            return List.of();
        }
        if (current.tools() == Family.NONE) {
            throw new TaskFailedException("this host has neither groupadd nor addgroup");
        }
        if (wanted.state() == Presence.ABSENT) {
            return List.of(new RemoveGroup(parameters.name(), current.tools()));
        }
        if (current.state() == Presence.ABSENT) {
            return List.of(new CreateGroup(
                    parameters.name(), parameters.gid(), parameters.system(), current.tools()));
        }
        if (current.tools() == Family.BUSYBOX) {
            throw new TaskFailedException("this host has no groupmod, which changes the number of a group");
        }
        return List.of(new ChangeGid(parameters.name(), Numbers.known(current.gid()), Numbers.known(wanted.gid())));
    }

    @Override
    public String target(GroupParameters parameters) {
        return "group " + parameters.name();
    }

    @Override
    public boolean exists(GroupState state) {
        return state.state() == Presence.PRESENT;
    }
}
