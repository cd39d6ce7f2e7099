package dev.runbook.modules.prometheus;

import dev.runbook.api.Answer;
import dev.runbook.api.NetworkQuery;
import dev.runbook.api.Query;
import dev.runbook.api.Reversal;
import dev.runbook.api.ShellScript;
import dev.runbook.api.simulated.Machine;
import dev.runbook.api.simulated.SimulatedAction;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Has Prometheus read its configuration anew. A unit that names no way to do so gets the signal that Prometheus reads it
 * upon.
 */
record ReloadUnit(String unit) implements SimulatedAction {
    @Override
    public String summary() {
        return "reload " + unit;
    }

    @Override
    public ShellScript script() {
        return ShellScript.of("""
                u=%s
                case $(systemctl show -p ActiveState,CanReload -- "$u" | sort | tr '\\n' ' ') in
                  'ActiveState=active CanReload=yes '*) systemctl reload -- "$u" ;;
                  'ActiveState=active '*) systemctl kill -s HUP -- "$u" ;;
                  *) printf '%%s is not running, so it cannot be told to read its configuration\\n' "$u" >&2; exit 1 ;;
                esac
                """.formatted(ShellScript.quote(unit)));
    }

    @Override
    public <T extends @Nullable Object> Answer<T> after(Query<T> query, Answer<T> before) {
        return query instanceof NetworkQuery<?> && !(query instanceof NetworkQuery.TcpPort)
                ? Answer.unknown("it depends on what " + unit + " makes of its configuration")
                : before;
    }

    @Override
    public boolean touches(Query<?> query) {
        return query instanceof NetworkQuery<?>;
    }

    /** Putting the files back and reloading again is the way back; the reload alone harms nothing. */
    @Override
    public Reversal reversal() {
        return new Reversal.Reversible(List.of(this));
    }

    @Override
    public void simulate(Machine machine) {
        machine.reload(unit, false);
    }
}
