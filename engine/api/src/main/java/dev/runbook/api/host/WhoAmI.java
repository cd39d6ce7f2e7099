package dev.runbook.api.host;

import dev.runbook.api.CommandOutput;
import dev.runbook.api.HostQuery;
import dev.runbook.api.Probe;
import java.util.Collections;
import java.util.List;

/** As whom the task acts on the host: the user of the connection, or the one it becomes. */
public record WhoAmI() implements HostQuery<WhoAmI.Identity> {
    /**
     * @param user name, or the number where it has no name
     * @param group name of the primary group, or the number where it has no name
     * @param home the home directory, absolute; "/" where there is none
     */
    public record Identity(String user, int uid, String group, int gid, String home) {}

    @Override
    public Probe<WhoAmI, Identity> probe() {
        return IdProbe.INSTANCE;
    }

    @Override
    public String describe() {
        return "the user on the host";
    }

    private enum IdProbe implements Probe<WhoAmI, Identity> {
        INSTANCE;

        @Override
        public String script(List<WhoAmI> queries) {
            return """
                   u=$(id -u); g=$(id -g)
                   n=$(id -un 2>/dev/null) || n=$u
                   m=$(id -gn 2>/dev/null) || m=$g
                   if h=$(getent passwd "$u" 2>/dev/null) && [ -n "$h" ]; then h=${h%:*}; h=${h##*:}; else h=$HOME; fi
                   printf '%s\\0' "$n" "$u" "$m" "$g" "$h"
                   """;
        }

        @Override
        public List<Identity> parse(List<WhoAmI> queries, CommandOutput output) {
            Fields fields = new Fields(output.out(), output.stderr());
            String user = fields.text();
            int uid = Integer.parseUnsignedInt(fields.text());
            String group = fields.text();
            int gid = Integer.parseUnsignedInt(fields.text());
            String home = fields.text();
            Identity identity = new Identity(user, uid, group, gid, home.startsWith("/") ? home : "/");
            return Collections.nCopies(queries.size(), identity);
        }
    }
}
