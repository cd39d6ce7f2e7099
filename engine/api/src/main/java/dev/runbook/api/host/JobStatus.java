package dev.runbook.api.host;

import dev.runbook.api.CommandOutput;
import dev.runbook.api.HostQuery;
import dev.runbook.api.Probe;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** How far a command is that {@link StartJob} started. */
public record JobStatus(String id) implements HostQuery<JobStatus.State> {
    /** What is known of a job. */
    public sealed interface State {
        /** There is no such job, for this user on this host. */
        record None() implements State {}

        record Running() implements State {}

        /**
         * @param late whether it was ended because it took too long
         */
        record Finished(int exitStatus, String stdout, String stderr, boolean late) implements State {}
    }

    @Override
    public Probe<JobStatus, State> probe() {
        return JobProbe.INSTANCE;
    }

    @Override
    public String describe() {
        return "state of job " + id;
    }

    private enum JobProbe implements Probe<JobStatus, State> {
        INSTANCE;

        @Override
        public String script(List<JobStatus> queries) {
            StringBuilder script = new StringBuilder("""
                    _job() {
                      if [ -f "$1/rc" ]; then
                        _late=no
                        [ -f "$1/late" ] && _late=yes
                        printf 'finished\\0%s\\0%s\\0' "$(cat "$1/rc")" "$_late"
                        for _file in out err; do
                          printf '%s\\0' "$(wc -c <"$1/$_file")"
                          cat "$1/$_file"
                        done
                      elif [ -d "$1" ]; then printf 'running\\0'
                      else printf 'none\\0'
                      fi
                    }
                    """);
            queries.forEach(query -> script.append("_job ").append(StartJob.directory(query.id())).append('\n'));
            return script.toString();
        }

        @Override
        public List<State> parse(List<JobStatus> queries, CommandOutput output) {
            Fields fields = new Fields(output.out(), Fields.decoded(Fields.exact(output.err())));
            List<State> states = new ArrayList<>();
            for (JobStatus query : queries) {
                states.add(state(fields));
            }
            return states;
        }

        private static State state(Fields fields) {
            return switch (fields.text()) {
                case "finished" -> {
                    int status = Integer.parseInt(fields.text().strip());
                    boolean late = fields.text().equals("yes");
                    yield new State.Finished(status, printed(fields), printed(fields), late);
                }
                case "running" -> new State.Running();
                default -> new State.None();
            };
        }

        private static String printed(Fields fields) {
            int length = Integer.parseInt(fields.text().strip());
            return new String(fields.take(length), StandardCharsets.UTF_8);
        }
    }
}
