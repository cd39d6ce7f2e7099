package dev.runbook.api.host;

import dev.runbook.api.CommandOutput;
import dev.runbook.api.HostQuery;
import dev.runbook.api.Probe;
import dev.runbook.api.ShellScript;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The groups a user belongs to; null where there is no such user.
 *
 * @param user the user's name
 */
public record UserGroups(String user) implements HostQuery<UserGroups.@Nullable Membership> {
    /**
     * @param primary the name of the primary group, or its number where it has no name
     * @param supplementary names of the others, sorted
     */
    public record Membership(String primary, List<String> supplementary) {
        public Membership {
            supplementary = List.copyOf(new TreeSet<>(supplementary));
        }
    }

    @Override
    public Probe<UserGroups, @Nullable Membership> probe() {
        return MembershipProbe.INSTANCE;
    }

    @Override
    public String describe() {
        return "groups of " + user;
    }

    private enum MembershipProbe implements Probe<UserGroups, @Nullable Membership> {
        INSTANCE;

        @Override
        public String script(List<UserGroups> queries) {
            String names = ShellScript.quote(
                    queries.stream().map(UserGroups::user).distinct().toList());
            // A group that has no name makes id complain and print its number instead: that is an answer too.
            return """
                    for u in %s; do
                      id -u -- "$u" >/dev/null 2>&1 || continue
                      printf '%%s:%%s:%%s\\n' "$u" "$(id -gn -- "$u" 2>/dev/null)" "$(id -Gn -- "$u" 2>/dev/null)"
                    done
                    exit 0
                    """.formatted(names);
        }

        @Override
        public List<@Nullable Membership> parse(List<UserGroups> queries, CommandOutput output) {
            Map<String, Membership> found = new HashMap<>();
            for (String line : output.stdout().lines().toList()) {
                String[] fields = line.split(":", 3);
                if (fields.length == 3) {
                    List<String> groups = Arrays.stream(fields[2].split(" "))
                            .filter(group -> !group.isEmpty() && !group.equals(fields[1]))
                            .toList();
                    found.put(fields[0], new Membership(fields[1], groups));
                }
            }
            List<@Nullable Membership> answers = new ArrayList<>();
            queries.forEach(query -> answers.add(found.get(query.user())));
            return answers;
        }
    }
}
