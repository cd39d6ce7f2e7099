package dev.runbook.api.host;

import dev.runbook.api.CommandOutput;
import dev.runbook.api.HostQuery;
import dev.runbook.api.Probe;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the host is: its system, hardware and network, as plain data in maps and lists. Their names are documented with
 * the module {@code facts}. What a host cannot tell is missing from the answer.
 *
 * @param subsets what is asked for; {@link Subset#MIN} is always part of it
 */
public record SystemFacts(Set<Subset> subsets) implements HostQuery<Map<String, Object>> {
    /** Everything. */
    public static final SystemFacts ALL = new SystemFacts(EnumSet.allOf(Subset.class));

    /** Parts that can be asked for by themselves. */
    public enum Subset {
        /** Names, distribution, kernel, architecture, managers of services and packages, user, date. */
        MIN,
        /** Processors, memory, disks, mounts. */
        HARDWARE,
        /** Interfaces, addresses, routes, name servers. */
        NETWORK,
        /** In what kind of machine or container it runs. */
        VIRTUAL
    }

    public SystemFacts {
        EnumSet<Subset> all = EnumSet.of(Subset.MIN);
        all.addAll(subsets);
        subsets = Set.copyOf(all);
    }

    @Override
    public Probe<SystemFacts, Map<String, Object>> probe() {
        return FactsProbe.INSTANCE;
    }

    @Override
    public String describe() {
        return "facts";
    }

    private enum FactsProbe implements Probe<SystemFacts, Map<String, Object>> {
        INSTANCE;

        @Override
        public String script(List<SystemFacts> queries) {
            Set<Subset> subsets = new TreeSet<>();
            queries.forEach(query -> subsets.addAll(query.subsets()));
            return FactsScript.of(subsets);
        }

        @Override
        public List<Map<String, Object>> parse(List<SystemFacts> queries, CommandOutput output) {
            Map<String, String> sections = FactsParser.sections(output.stdout());
            List<Map<String, Object>> answers = new ArrayList<>();
            queries.forEach(query -> answers.add(FactsParser.facts(sections, query.subsets())));
            return answers;
        }
    }
}
