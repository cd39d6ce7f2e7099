package dev.runbook.modules.system.packaging;

import dev.runbook.api.Answer;
import dev.runbook.api.Query;
import dev.runbook.api.Reversal;
import dev.runbook.api.ShellScript;
import dev.runbook.api.simulated.Machine;
import dev.runbook.api.simulated.SimulatedAction;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Reads the package lists anew. */
public record UpdatePackageLists(Duration lockTimeout) implements SimulatedAction {
    @Override
    public String summary() {
        return "update the package lists";
    }

    @Override
    public ShellScript script() {
        // apt-get waits for dpkg's lock by itself, but not for the one on the lists.
        return ShellScript.of("""
                export DEBIAN_FRONTEND=noninteractive
                end=$(( $(date +%%s) + %d ))
                while :; do
                  o=$(apt-get -q -o APT::Update::Error-Mode=any update 2>&1)
                  r=$?
                  case $o in
                    *'Could not get lock'*) [ "$(date +%%s)" -lt "$end" ] && sleep 2 && continue ;;
                  esac
                  break
                done
                if [ $r -ne 0 ]; then printf '%%s\\n' "$o" | grep '^[EW]: ' >&2; exit $r; fi
                touch /var/lib/apt/lists
                """.formatted(lockTimeout.toSeconds()));
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T extends @Nullable Object> Answer<T> after(Query<T> query, Answer<T> before) {
        return query instanceof AptCacheStatus && before instanceof Answer.Known<?>(AptCacheStatus.Cache cache)
                ? (Answer<T>) Answer.of(cache.refreshed())
                : before;
    }

    @Override
    public boolean touches(Query<?> query) {
        return query instanceof AptCacheStatus || query instanceof AptSimulation;
    }

    @Override
    public Reversal reversal() {
        return new Reversal.Irreversible("package lists cannot be made older");
    }

    @Override
    public void simulate(Machine machine) {
        machine.updateLists();
    }
}
