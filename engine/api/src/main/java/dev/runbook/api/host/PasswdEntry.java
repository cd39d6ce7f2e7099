package dev.runbook.api.host;

import dev.runbook.api.CommandOutput;
import dev.runbook.api.HostQuery;
import dev.runbook.api.Probe;
import dev.runbook.api.ShellScript;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The entry of a user, from whatever the host keeps its users in; null where there is none.
 *
 * @param name the user's name, or a number for the user with that uid
 */
public record PasswdEntry(String name) implements HostQuery<PasswdEntry.@Nullable User> {
    /**
     * @param comment the GECOS field
     */
    public record User(String name, int uid, int gid, String comment, String home, String shell) {}

    @Override
    public Probe<PasswdEntry, @Nullable User> probe() {
        return PasswdProbe.INSTANCE;
    }

    @Override
    public String describe() {
        return "user " + name;
    }

    private enum PasswdProbe implements Probe<PasswdEntry, @Nullable User> {
        INSTANCE;

        @Override
        public String script(List<PasswdEntry> queries) {
            return getent("passwd", queries.stream().map(PasswdEntry::name).toList());
        }

        @Override
        public List<@Nullable User> parse(List<PasswdEntry> queries, CommandOutput output) {
            List<User> users = new ArrayList<>();
            for (String line : output.stdout().split("\n")) {
                String[] parts = line.split(":", -1);
                if (parts.length >= 7) {
                    number(parts[2]).ifPresent(uid -> number(parts[3]).ifPresent(gid ->
                            users.add(new User(parts[0], uid, gid, parts[4], parts[5], parts[6]))));
                }
            }
            List<@Nullable User> answers = new ArrayList<>();
            for (PasswdEntry query : queries) {
                answers.add(users.stream().filter(user -> user.name().equals(query.name())).findFirst()
                        .or(() -> users.stream().filter(user -> (user.uid() + "").equals(query.name())).findFirst())
                        .orElse(null));
            }
            return answers;
        }
    }

    /** Entries of a database by name, or all of its file where there is no {@code getent}. */
    static String getent(String database, List<String> names) {
        return "if command -v getent >/dev/null 2>&1; then getent -- " + database + " " + ShellScript.quote(names)
                + "; else cat /etc/" + database + "; fi\nexit 0\n";
    }

    static Optional<Integer> number(String text) {
        try {
            return Optional.of(Integer.parseUnsignedInt(text));
        } catch (NumberFormatException notANumber) {
            return Optional.empty();
        }
    }
}
