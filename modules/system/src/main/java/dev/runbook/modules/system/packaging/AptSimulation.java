package dev.runbook.modules.system.packaging;

import dev.runbook.api.CommandOutput;
import dev.runbook.api.Probe;
import dev.runbook.api.ShellScript;
import dev.runbook.api.TaskFailedException;
import dev.runbook.api.simulated.Machine;
import dev.runbook.api.simulated.SimulatedQuery;
import java.util.ArrayList;
import java.util.List;

/**
 * What {@code apt-get} would do, as it says itself.
 *
 * @param arguments of apt-get: options, what to do, and packages
 * @param refresh whether to judge by the package lists as they would be after an update. They are then read into a
 *     directory of their own, so that nothing changes on the host.
 */
record AptSimulation(List<String> arguments, boolean refresh) implements SimulatedQuery<AptPlan> {
    AptSimulation {
        arguments = List.copyOf(arguments);
    }

    @Override
    public Probe<AptSimulation, AptPlan> probe() {
        return SimulationProbe.INSTANCE;
    }

    @Override
    public String describe() {
        return "simulation of apt-get " + String.join(" ", arguments);
    }

    private enum SimulationProbe implements Probe<AptSimulation, AptPlan> {
        INSTANCE;

        private static final char MARK = '\u001e';

        /** The lists need some 100 MB, so they go where disks are, not into memory. */
        private static final String REFRESH =
                """
                export DEBIAN_FRONTEND=noninteractive
                t=$(mktemp -d "${TMPDIR:-/var/tmp}/apt-preview.XXXXXX") || exit 3
                trap 'rm -rf -- "$t"' EXIT
                trap 'exit 3' HUP INT TERM
                mkdir -p "$t/lists/partial" "$t/cache/archives/partial"
                own="-o Dir::State::Lists=$t/lists -o Dir::Cache=$t/cache -o APT::Sandbox::User=root"
                u=$(apt-get -q $own -o Debug::NoLocking=1 -o APT::Update::Error-Mode=any update 2>&1) || {
                  printf '%s\\n' "$u" | grep '^[EW]: ' >&2
                  exit 3
                }
                """;

        private static final String SIMULATE =
                """
                # Without -q=0 apt keeps to itself what it selected for a glob or a virtual package.
                sim() {
                  o=$1; shift
                  x=$(apt-get -s -q=0 -y $o -o Debug::NoLocking=1 -o APT::Get::Show-User-Simulation-Note=false "$@" 2>&1)
                  r=$?
                  printf '\\036%s\\n' "$r"
                  printf '%s\\n' "$x" | tr '\\r' '\\n' |
                    grep -E '^(Inst|Remv|Purg|E:|Note, selecting|Package .* is a virtual package|  [a-z0-9])'
                  case $r$x in 0*' for regex '*|[1-9]*) return 1 ;; esac
                  return 0
                }
                names() { apt-cache $1 pkgnames "$2" 2>/dev/null | head -n 5000 | sed 's/^/similar /'; }
                """;

        @Override
        public String script(List<AptSimulation> queries) {
            StringBuilder script = new StringBuilder(SIMULATE);
            if (queries.stream().anyMatch(AptSimulation::refresh)) {
                script.append(REFRESH);
            }
            for (AptSimulation query : queries) {
                String lists = query.refresh() ? "\"$own\"" : "''";
                script.append("sim ").append(lists).append(' ').append(ShellScript.quote(query.arguments()));
                int names = query.arguments().indexOf("--");
                if (names >= 0) {
                    script.append(" || {");
                    query.arguments().stream().skip(names + 1L).map(SimulationProbe::beginning).distinct().forEach(
                            beginning -> script.append(" names ").append(lists).append(' ')
                                    .append(ShellScript.quote(beginning)).append(';'));
                    script.append(" }");
                }
                script.append('\n');
            }
            return script.append("exit 0\n").toString();
        }

        /** As much of a name as a slip of the pen mostly leaves intact. */
        private static String beginning(String name) {
            return name.substring(0, Math.min(2, name.length())).replaceAll("[^a-z0-9].*", "");
        }

        @Override
        public List<AptPlan> parse(List<AptSimulation> queries, CommandOutput output) {
            if (output.exitStatus() == 3) {
                throw new TaskFailedException("apt could not read the package lists: "
                        + String.join("; ", output.stderr().strip().lines().toList()));
            }
            String[] parts = output.stdout().split(String.valueOf(MARK), -1);
            if (parts.length != queries.size() + 1) {
                throw new TaskFailedException("apt-get could not be simulated: " + output.stderr().strip());
            }
            List<AptPlan> plans = new ArrayList<>();
            for (int i = 1; i < parts.length; i++) {
                String[] statusAndRest = parts[i].split("\n", 2);
                String rest = statusAndRest.length > 1 ? statusAndRest[1] : "";
                List<String> similar = rest.lines()
                        .filter(line -> line.startsWith("similar "))
                        .map(line -> line.substring("similar ".length()))
                        .toList();
                plans.add(AptPlan.parse(Integer.parseInt(statusAndRest[0].strip()), rest, similar));
            }
            return plans;
        }
    }

    @Override
    public AptPlan answer(Machine machine) {
        return SimulatedApt.plan(arguments, machine);
    }
}
