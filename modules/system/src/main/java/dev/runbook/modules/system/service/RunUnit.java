package dev.runbook.modules.system.service;

import dev.runbook.api.Answer;
import dev.runbook.api.NetworkQuery;
import dev.runbook.api.Query;
import dev.runbook.api.Reversal;
import dev.runbook.api.ShellScript;
import dev.runbook.api.host.AccountTools;
import dev.runbook.api.host.FileStatus;
import dev.runbook.api.host.GroupEntry;
import dev.runbook.api.host.PackageStatus;
import dev.runbook.api.host.PasswdEntry;
import dev.runbook.api.host.UserGroups;
import dev.runbook.api.simulated.Machine;
import dev.runbook.api.simulated.SimulatedAction;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Starts, stops, restarts or reloads a unit and waits until it is so. Where a unit does not become active, or does not
 * stay so, the complaint ends with the last lines of its journal.
 *
 * @param once whether the unit runs to an end and is then inactive again
 * @param timeout how long it may take
 */
public record RunUnit(String name, Verb verb, boolean user, boolean once, Duration timeout) implements SimulatedAction {
    /** What is done. */
    public enum Verb {
        START,
        STOP,
        RESTART,
        RELOAD
    }

    @Override
    public String summary() {
        return word() + " " + name;
    }

    private String word() {
        return verb.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public ShellScript script() {
        long seconds = Math.max(1, timeout.toSeconds());
        String prologue = """
                u=%s n=%d verb=%s scope=%s once=%s
                if [ -n "$scope" ]; then XDG_RUNTIME_DIR=${XDG_RUNTIME_DIR:-/run/user/$(id -u)}; export XDG_RUNTIME_DIR; fi
                """.formatted(ShellScript.quote(name), seconds, word(), user ? "--user" : "", once ? "yes" : "no");
        return ShellScript.of(prologue + COMMON + (verb == Verb.STOP ? STOP : START));
    }

    private static final String COMMON =
            """
            look() {
              ActiveState='' SubState='' Result='' Type='' MainPID='' NRestarts='' ConditionResult='' ExecMainStatus=''
              while IFS='=' read -r k v; do
                case $k in
                  ActiveState) ActiveState=$v ;; SubState) SubState=$v ;; Result) Result=$v ;; Type) Type=$v ;;
                  MainPID) MainPID=$v ;; NRestarts) NRestarts=$v ;; ConditionResult) ConditionResult=$v ;;
                  ExecMainStatus) ExecMainStatus=$v ;;
                esac
              done <<EOF
            $(systemctl $scope show \
              -p ActiveState,SubState,Result,Type,MainPID,NRestarts,ConditionResult,ExecMainStatus -- "$u")
            EOF
            }
            end=$(( $(date +%s) + n ))
            fail() {
              look
              printf '%s %s\\n' "$u" "$1" >&2
              printf 'ActiveState=%s SubState=%s Result=%s' "$ActiveState" "$SubState" "$Result" >&2
              case $ExecMainStatus in
                ''|0) echo >&2 ;;
                *) printf ', the main process ended with status %s\\n' "$ExecMainStatus" >&2 ;;
              esac
              j=$(journalctl $scope -u "$u" -n 20 --no-pager -q 2>/dev/null)
              if [ -n "$j" ]; then printf 'last lines of its journal:\\n%s\\n' "$j" >&2; fi
              exit 1
            }
            if command -v timeout >/dev/null 2>&1; then timeout "$n" systemctl $scope "$verb" -- "$u"
            else systemctl $scope "$verb" -- "$u"; fi
            r=$?
            if [ $r -eq 124 ]; then fail "did not $verb within $n s"; fi
            if [ $r -ne 0 ]; then fail "did not $verb"; fi
            """;

    private static final String START =
            """
            while :; do
              look
              case $ActiveState in
                active) break ;;
                activating|reloading|refreshing|deactivating)
                  if [ "$SubState" = auto-restart ]; then fail 'ended at once'; fi
                  if [ "$(date +%s)" -ge "$end" ]; then fail "was not active after $n s"; fi
                  sleep 0.2 ;;
                inactive)
                  if [ "$once" = yes ] && [ "$Result" = success ]; then exit 0; fi
                  if [ "$ConditionResult" = no ]; then fail 'was not started: a condition in its unit file is not met'; fi
                  fail 'ended at once' ;;
                *) fail 'did not become active' ;;
              esac
            done
            case $verb$Type in startsimple|startexec|startidle|restartsimple|restartexec|restartidle)
              p=$MainPID r=$NRestarts
              sleep 0.5
              look
              if [ "$ActiveState" != active ] || [ "$MainPID" != "$p" ] || [ "$NRestarts" != "$r" ]; then
                fail 'became active, but did not stay so'
              fi ;;
            esac
            exit 0
            """;

    private static final String STOP =
            """
            while :; do
              look
              case $ActiveState in inactive|failed) exit 0 ;; esac
              if [ "$(date +%s)" -ge "$end" ]; then fail "was still active after $n s"; fi
              sleep 0.2
            done
            """;

    @Override
    public <T extends @Nullable Object> Answer<T> after(Query<T> query, Answer<T> before) {
        return switch (query) {
            case NetworkQuery<?> network when !quiet(network, before) ->
                Answer.unknown("it depends on what " + name + " does once it has been " + past());
            case FileStatus file when file.path().startsWith("/run/") || file.path().startsWith("/var/run/") ->
                Answer.unknown(name + " may make or remove it");
            default -> Units.after(query, before, name, user, unit -> unit.withActive(verb != Verb.STOP && !once));
        };
    }

    /** A port that is open stays so when a unit is started, and one that is closed when a unit is stopped. */
    private boolean quiet(NetworkQuery<?> query, Answer<?> before) {
        return query instanceof NetworkQuery.TcpPort
                && before instanceof Answer.Known<?>(Boolean open)
                && open == (verb != Verb.STOP);
    }

    private String past() {
        return switch (verb) {
            case START -> "started";
            case STOP -> "stopped";
            case RESTART -> "restarted";
            case RELOAD -> "reloaded";
        };
    }

    @Override
    public boolean touches(Query<?> query) {
        return switch (query) {
            case PackageStatus status -> false;
            case PasswdEntry entry -> false;
            case GroupEntry entry -> false;
            case UserGroups groups -> false;
            case AccountTools tools -> false;
            default -> true;
        };
    }

    @Override
    public Reversal reversal() {
        return switch (verb) {
            case START -> new Reversal.Reversible(List.of(new RunUnit(name, Verb.STOP, user, once, timeout)));
            case STOP -> new Reversal.Reversible(List.of(new RunUnit(name, Verb.START, user, once, timeout)));
            case RESTART, RELOAD -> new Reversal.Irreversible(name + " was " + past());
        };
    }

    @Override
    public void simulate(Machine machine) {
        if (verb == Verb.RELOAD) {
            machine.reload(name, user);
        } else {
            machine.run(name, user, verb != Verb.STOP);
        }
    }
}
