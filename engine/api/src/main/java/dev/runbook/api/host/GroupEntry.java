package dev.runbook.api.host;

import dev.runbook.api.CommandOutput;
import dev.runbook.api.HostQuery;
import dev.runbook.api.Probe;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The entry of a group, from whatever the host keeps its groups in; null where there is none.
 *
 * @param name the group's name, or a number for the group with that gid
 */
public record GroupEntry(String name) implements HostQuery<GroupEntry.@Nullable Group> {
    /**
     * @param members users that the entry lists, in its order; not those whose primary group it is
     */
    public record Group(String name, int gid, List<String> members) {
        public Group {
            members = List.copyOf(members);
        }
    }

    @Override
    public Probe<GroupEntry, @Nullable Group> probe() {
        return GroupProbe.INSTANCE;
    }

    @Override
    public String describe() {
        return "group " + name;
    }

    private enum GroupProbe implements Probe<GroupEntry, @Nullable Group> {
        INSTANCE;

        @Override
        public String script(List<GroupEntry> queries) {
            return PasswdEntry.getent("group", queries.stream().map(GroupEntry::name).toList());
        }

        @Override
        public List<@Nullable Group> parse(List<GroupEntry> queries, CommandOutput output) {
            List<Group> groups = new ArrayList<>();
            for (String line : output.stdout().split("\n")) {
                String[] parts = line.split(":", -1);
                if (parts.length >= 4) {
                    List<String> members = Arrays.stream(parts[3].split(",")).filter(m -> !m.isEmpty()).toList();
                    PasswdEntry.number(parts[2]).ifPresent(gid -> groups.add(new Group(parts[0], gid, members)));
                }
            }
            List<@Nullable Group> answers = new ArrayList<>();
            for (GroupEntry query : queries) {
                answers.add(groups.stream().filter(group -> group.name().equals(query.name())).findFirst()
                        .or(() -> groups.stream().filter(group -> (group.gid() + "").equals(query.name())).findFirst())
                        .orElse(null));
            }
            return answers;
        }
    }
}
