package dev.runbook.testkit;

import dev.runbook.api.CommandOutput;
import dev.runbook.api.Probe;
import dev.runbook.api.simulated.Machine;
import dev.runbook.api.simulated.SimulatedQuery;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a command prints on a host, to tell whether something changed there.
 *
 * @param script shell that only reads
 */
record Watch(String script) implements SimulatedQuery<String> {
    /** Every file below a directory, with its attributes and the checksum of what is in it. */
    static Watch directory(String path) {
        String quoted = dev.runbook.api.ShellScript.quote(path);
        return new Watch("cd " + quoted + " 2>/dev/null || { echo absent; exit 0; }\n"
                + "find . | LC_ALL=C sort | while IFS= read -r f; do\n"
                + "  stat -c '%n %F %a %u %g %s %Y %N' \"$f\"\n"
                + "  if [ -f \"$f\" ] && [ -r \"$f\" ] && [ ! -L \"$f\" ]; then sha256sum \"$f\"; fi\n"
                + "done");
    }

    @Override
    public Probe<Watch, String> probe() {
        return Each.ONE;
    }

    @Override
    public String describe() {
        return "what is watched";
    }

    /** A simulated host is watched as a whole. */
    @Override
    public String answer(Machine machine) {
        return machine.snapshot();
    }

    private enum Each implements Probe<Watch, String> {
        ONE;

        private static final String END = "-- end of what is watched --";

        @Override
        public String script(List<Watch> queries) {
            return queries.stream()
                    .map(query -> "( " + query.script() + "\n) 2>&1\necho '" + END + "'")
                    .collect(Collectors.joining("\n"));
        }

        @Override
        public List<String> parse(List<Watch> queries, CommandOutput output) {
            return List.of(output.stdout().split(END + "\n", -1)).subList(0, queries.size());
        }
    }
}
