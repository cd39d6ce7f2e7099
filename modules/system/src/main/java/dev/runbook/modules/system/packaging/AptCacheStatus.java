package dev.runbook.modules.system.packaging;

import dev.runbook.api.Answer;
import dev.runbook.api.CommandOutput;
import dev.runbook.api.Probe;
import dev.runbook.api.host.FileAction;
import dev.runbook.api.host.FileQuery;
import dev.runbook.api.simulated.Machine;
import dev.runbook.api.simulated.SimulatedQuery;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Whether the host has apt, and how old its package lists are. */
public record AptCacheStatus() implements FileQuery<AptCacheStatus.Cache>, SimulatedQuery<AptCacheStatus.Cache> {
    /**
     * @param apt whether the host has apt-get
     * @param system the host's own name for its distribution
     * @param updated when the lists were last read, in seconds since 1970; 0 where there are none
     * @param now the host's clock, likewise
     * @param refreshPredicted an earlier task would have read the lists anew
     * @param sourcesPredicted an earlier task would have changed where packages come from
     */
    public record Cache(
            boolean apt, String system, long updated, long now, boolean refreshPredicted, boolean sourcesPredicted) {
        Cache refreshed() {
            return new Cache(apt, system, now, now, true, sourcesPredicted);
        }

        Cache withOtherSources() {
            return new Cache(apt, system, updated, now, refreshPredicted, true);
        }
    }

    @Override
    public Probe<AptCacheStatus, Cache> probe() {
        return CacheProbe.INSTANCE;
    }

    @Override
    public String describe() {
        return "state of apt";
    }

    @Override
    public Answer<Cache> after(FileAction action, Answer<Cache> before) {
        boolean sources = action.paths().stream()
                .anyMatch(path -> path.startsWith("/etc/apt/") || path.startsWith("/usr/share/keyrings/"));
        return sources && before instanceof Answer.Known<Cache>(Cache cache)
                ? Answer.of(cache.withOtherSources())
                : before;
    }

    private enum CacheProbe implements Probe<AptCacheStatus, Cache> {
        INSTANCE;

        @Override
        public String script(List<AptCacheStatus> queries) {
            return """
                    if command -v apt-get >/dev/null 2>&1; then echo apt=yes; fi
                    if [ -r /etc/os-release ]; then (. /etc/os-release; printf 'system=%s\\n' "${PRETTY_NAME:-$ID}"); fi
                    date '+now=%s'
                    for f in /var/lib/apt/lists/*Release; do
                      if [ -e "$f" ]; then stat -c 'updated=%Y' /var/lib/apt/lists; break; fi
                    done
                    exit 0
                    """;
        }

        @Override
        public List<Cache> parse(List<AptCacheStatus> queries, CommandOutput output) {
            Map<String, String> values = new HashMap<>();
            for (String line : output.stdout().lines().toList()) {
                int equals = line.indexOf('=');
                if (equals > 0) {
                    values.put(line.substring(0, equals), line.substring(equals + 1));
                }
            }
            Cache cache = new Cache(
                    values.containsKey("apt"),
                    values.getOrDefault("system", ""),
                    Long.parseLong(values.getOrDefault("updated", "0")),
                    Long.parseLong(values.getOrDefault("now", "0")),
                    false,
                    false);
            return Collections.nCopies(queries.size(), cache);
        }
    }

    @Override
    public Cache answer(Machine machine) {
        return new Cache(true, "Debian GNU/Linux 12 (bookworm)", machine.listsUpdated(), machine.now(), false, false);
    }
}
