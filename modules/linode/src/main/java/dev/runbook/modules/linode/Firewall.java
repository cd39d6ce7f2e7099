package dev.runbook.modules.linode;

import com.fasterxml.jackson.databind.JsonNode;
import dev.runbook.api.ServiceQuery;
import dev.runbook.api.Services;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A Cloud Firewall, as the API tells of it.
 *
 * @param id {@link #NOT_YET} where its making is only predicted
 * @param inbound a line for each rule, in their order
 * @param tags in order
 * @param linodes the ids of the Linodes it is attached to
 */
record Firewall(
        long id,
        String label,
        String inboundPolicy,
        String outboundPolicy,
        List<String> inbound,
        List<String> outbound,
        List<String> tags,
        List<Long> linodes) {
    static final long NOT_YET = -1;

    /** @param devices what it is attached to */
    static Firewall of(JsonNode node, List<JsonNode> devices) {
        JsonNode rules = node.path("rules");
        List<Long> linodes = new ArrayList<>();
        for (JsonNode device : devices) {
            if (device.path("entity").path("type").asText().equals("linode")) {
                linodes.add(device.path("entity").path("id").asLong());
            }
        }
        return new Firewall(
                node.path("id").asLong(),
                node.path("label").asText(),
                rules.path("inbound_policy").asText(),
                rules.path("outbound_policy").asText(),
                lines(rules.path("inbound"), true),
                lines(rules.path("outbound"), false),
                Instance.texts(node.path("tags")).stream().sorted().toList(),
                List.copyOf(linodes));
    }

    private static List<String> lines(JsonNode rules, boolean inbound) {
        List<String> lines = new ArrayList<>();
        rules.forEach(rule -> lines.add(Rule.line(rule, inbound)));
        return List.copyOf(lines);
    }

    /** The firewall with this label; null where there is none. */
    record ByLabel(Account account, String label) implements ServiceQuery<@Nullable Firewall> {
        @Override
        public String describe() {
            return "firewall " + label;
        }

        @Override
        public @Nullable Firewall fetch(Services services) throws IOException, InterruptedException {
            return find(account.api(services), label);
        }

        /** Not every field can be filtered by, so all are read; an account has few. */
        static @Nullable Firewall find(Api api, String label) throws IOException, InterruptedException {
            for (JsonNode one : api.list("/networking/firewalls", null)) {
                if (one.path("label").asText().equals(label)) {
                    return Firewall.of(one, api.list("/networking/firewalls/" + one.path("id").asLong() + "/devices", null));
                }
            }
            return null;
        }
    }
}
