package dev.runbook.api.host;

import dev.runbook.api.CommandOutput;
import dev.runbook.api.HostQuery;
import dev.runbook.api.Probe;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** With what users and groups are made on this host, and what its tools choose where nothing is asked for. */
public record AccountTools() implements HostQuery<AccountTools.Tools> {
    /** Families of tools. */
    public enum Family {
        /** {@code useradd}, {@code usermod}, {@code groupadd}: most distributions. */
        SHADOW,
        /** busybox's {@code adduser} and {@code addgroup}: Alpine. */
        BUSYBOX,
        NONE
    }

    /**
     * @param homes the directory that home directories are made in
     * @param shell the login shell of a user for whom none is named
     * @param homeMode permission bits of a new home directory
     * @param skeleton names of what a new home directory is filled with
     */
    public record Tools(Family family, String homes, String shell, int homeMode, List<String> skeleton) {
        public Tools {
            skeleton = List.copyOf(skeleton);
        }
    }

    @Override
    public Probe<AccountTools, Tools> probe() {
        return ToolsProbe.INSTANCE;
    }

    @Override
    public String describe() {
        return "the tools for users and groups";
    }

    private enum ToolsProbe implements Probe<AccountTools, Tools> {
        INSTANCE;

        @Override
        public String script(List<AccountTools> queries) {
            return """
                    PATH=$PATH:/usr/sbin:/sbin
                    if command -v useradd >/dev/null 2>&1; then echo family=SHADOW
                    elif command -v adduser >/dev/null 2>&1; then echo family=BUSYBOX
                    else echo family=NONE; fi
                    [ -r /etc/default/useradd ] && grep -E '^(HOME|SHELL)=' /etc/default/useradd
                    [ -r /etc/login.defs ] && while read -r key value rest; do
                      case $key in HOME_MODE|UMASK) echo "$key=$value" ;; esac
                    done </etc/login.defs
                    for f in /etc/skel/* /etc/skel/.[!.]*; do
                      if [ -e "$f" ]; then echo "skel=${f##*/}"; fi
                    done
                    exit 0
                    """;
        }

        @Override
        public List<Tools> parse(List<AccountTools> queries, CommandOutput output) {
            Map<String, String> values = new HashMap<>();
            List<String> skeleton = new ArrayList<>();
            for (String line : output.stdout().lines().toList()) {
                int equals = line.indexOf('=');
                if (line.startsWith("skel=")) {
                    skeleton.add(line.substring(equals + 1));
                } else if (equals > 0) {
                    values.put(line.substring(0, equals), line.substring(equals + 1).strip());
                }
            }
            Family family = Family.valueOf(values.getOrDefault("family", "NONE"));
            String homes = values.getOrDefault("HOME", "");
            String shell = values.getOrDefault("SHELL", "");
            Tools tools = new Tools(
                    family,
                    homes.isEmpty() ? "/home" : homes,
                    shell.isEmpty() ? family == Family.BUSYBOX ? "/bin/ash" : "/bin/sh" : shell,
                    octal(values.get("HOME_MODE"), 0777 & ~octal(values.get("UMASK"), 022)),
                    skeleton);
            return Collections.nCopies(queries.size(), tools);
        }

        private static int octal(@Nullable String text, int otherwise) {
            return text != null && text.matches("[0-7]{1,4}") ? Integer.parseInt(text, 8) : otherwise;
        }
    }
}
