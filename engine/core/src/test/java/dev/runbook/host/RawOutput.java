package dev.runbook.host;

import dev.runbook.api.CommandOutput;
import dev.runbook.api.HostQuery;
import dev.runbook.api.Probe;
import java.util.List;

/** What a piece of shell prints, byte for byte; each asked by itself. */
record RawOutput(String text) implements HostQuery<byte[]> {
    @Override
    public Probe<RawOutput, byte[]> probe() {
        return new Probe<>() {
            @Override
            public String script(List<RawOutput> queries) {
                return queries.getFirst().text();
            }

            @Override
            public List<byte[]> parse(List<RawOutput> queries, CommandOutput output) {
                return List.of(output.out());
            }
        };
    }

    @Override
    public String describe() {
        return "output of " + text;
    }
}
