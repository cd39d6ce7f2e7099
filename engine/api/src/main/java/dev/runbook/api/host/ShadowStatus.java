package dev.runbook.api.host;

import dev.runbook.api.CommandOutput;
import dev.runbook.api.HostQuery;
import dev.runbook.api.Probe;
import dev.runbook.api.Secret;
import dev.runbook.api.ShellScript;
import dev.runbook.api.TaskFailedException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the shadow file says about a user's password; null where it has no entry. No hash leaves the host: the one that
 * is wanted goes there, and the comparison is made by the shell itself, so that it is in no process list either.
 *
 * @param user the user's name
 * @param hash the crypt hash to compare with, or null
 */
public record ShadowStatus(String user, @Nullable Secret hash) implements HostQuery<ShadowStatus.@Nullable Shadow> {
    /** {@link Shadow#expires} of an account that does not expire. */
    public static final long NEVER = -1;

    /**
     * @param usable whether there is a password at all, locked or not
     * @param locked whether it is locked: its hash has a {@code !} in front
     * @param matches whether the hash, lock aside, is the one asked about; false where none was
     * @param expires days since 1970-01-01 after which the account is closed, or {@link #NEVER}
     */
    public record Shadow(boolean usable, boolean locked, boolean matches, long expires) {}

    @Override
    public Probe<ShadowStatus, @Nullable Shadow> probe() {
        return ShadowProbe.INSTANCE;
    }

    @Override
    public String describe() {
        return "password and expiry of " + user;
    }

    private enum ShadowProbe implements Probe<ShadowStatus, @Nullable Shadow> {
        INSTANCE;

        @Override
        public String script(List<ShadowStatus> queries) {
            StringBuilder script = new StringBuilder("""
                    [ -r /etc/shadow ] || { echo '/etc/shadow cannot be read' >&2; exit 3; }
                    look() {
                      while IFS=: read -r n h d1 d2 d3 d4 d5 e rest; do
                        [ "$n" = "$2" ] || continue
                        locked=no usable=yes matches=no
                        case $h in '!'*) locked=yes; h=${h#!} ;; esac
                        while :; do case $h in '!'*) h=${h#!} ;; *) break ;; esac; done
                        case $h in ''|'*'*) usable=no ;; esac
                        if [ -n "$3" ] && [ "$h" = "$3" ]; then matches=yes; fi
                        printf '%s:%s:%s:%s:%s\\n' "$1" "$usable" "$locked" "$matches" "$e"
                        return
                      done </etc/shadow
                    }
                    """);
            for (int i = 0; i < queries.size(); i++) {
                Secret hash = queries.get(i).hash();
                script.append("look ").append(i).append(' ').append(ShellScript.quote(queries.get(i).user())).append(' ')
                        .append(ShellScript.quote(hash == null ? "" : hash.reveal().replaceFirst("^!+", "")))
                        .append('\n');
            }
            return script.append("exit 0\n").toString();
        }

        @Override
        public List<@Nullable Shadow> parse(List<ShadowStatus> queries, CommandOutput output) {
            if (output.exitStatus() == 3) {
                throw new TaskFailedException(
                        "passwords and expiry dates can be read by root only",
                        null,
                        List.of("add become: true to the task"));
            }
            Map<String, Shadow> found = new HashMap<>();
            for (String line : output.stdout().lines().toList()) {
                String[] fields = line.split(":", -1);
                if (fields.length == 5) {
                    long expires = fields[4].matches("[0-9]+") ? Long.parseLong(fields[4]) : NEVER;
                    found.put(
                            fields[0],
                            new Shadow(
                                    fields[1].equals("yes"), fields[2].equals("yes"), fields[3].equals("yes"), expires));
                }
            }
            List<@Nullable Shadow> answers = new ArrayList<>();
            for (int i = 0; i < queries.size(); i++) {
                answers.add(found.get(Integer.toString(i)));
            }
            return answers;
        }
    }
}
