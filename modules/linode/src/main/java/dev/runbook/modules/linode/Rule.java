package dev.runbook.modules.linode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.runbook.api.InvalidParameterException;
import dev.runbook.api.Param;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A rule of a firewall. */
public record Rule(
        @Param("What it is called: letters, digits and any of `_ . -`.") String label,
        @Param(value = "What becomes of what it matches.", defaultValue = "accept") Verdict action,
        @Param(value = "Which protocol it is about.", defaultValue = "tcp") Protocol protocol,
        @Param("Ports and ranges of ports, such as `22, 8000-8080`; left out, all of them.") @Nullable String ports,
        @Param("Whose packets it is about.") Addresses addresses) {
    /** What becomes of a packet. */
    public enum Verdict {
        ACCEPT,
        DROP
    }

    /** What a packet is of. */
    public enum Protocol {
        TCP,
        UDP,
        ICMP,
        IPENCAP
    }

    /** Networks, in CIDR notation. */
    public record Addresses(
            @Param("Networks of IPv4, such as 192.0.2.0/24; 0.0.0.0/0 is everybody.") List<String> ipv4,
            @Param("Networks of IPv6; ::/0 is everybody.") List<String> ipv6) {
        public Addresses {
            ipv4.forEach(network -> check(network, "\\d{1,3}(\\.\\d{1,3}){3}/\\d{1,2}", "192.0.2.0/24"));
            ipv6.forEach(network -> check(network, "[0-9a-fA-F:.]+/\\d{1,3}", "2001:db8::/32"));
            ipv4 = ipv4.stream().sorted().toList();
            ipv6 = ipv6.stream().sorted().toList();
        }

        private static void check(String network, String form, String example) {
            if (!network.matches(form)) {
                throw new InvalidParameterException(
                        "addresses", "\"" + network + "\" is no network: expected CIDR notation such as " + example);
            }
        }
    }

    public Rule {
        if (!label.matches("[A-Za-z][A-Za-z0-9_.-]{2,31}")) {
            throw new InvalidParameterException(
                    "label", "\"" + label + "\" cannot be a rule's label: 3 to 32 letters, digits and any of _ . -,"
                            + " a letter first");
        }
        boolean ported = protocol == Protocol.TCP || protocol == Protocol.UDP;
        if (ports != null && !ported) {
            throw new InvalidParameterException("ports", protocol.name().toLowerCase(Locale.ROOT) + " has no ports");
        }
        if (ports != null) {
            ports = ports.replaceAll("\\s+", "").replace(",", ", ");
            if (!ports.matches("\\d{1,5}(-\\d{1,5})?(, \\d{1,5}(-\\d{1,5})?)*")) {
                throw new InvalidParameterException("ports", "\"" + ports + "\": expected ports such as 22, 8000-8080");
            }
        }
        if (addresses.ipv4().isEmpty() && addresses.ipv6().isEmpty()) {
            throw new InvalidParameterException("addresses", "needs at least one network: 0.0.0.0/0 is everybody");
        }
    }

    ObjectNode json() {
        ObjectNode node = JsonNodeFactory.instance.objectNode()
                .put("label", label).put("action", action.name()).put("protocol", protocol.name());
        if (ports != null) {
            node.put("ports", ports);
        }
        ObjectNode networks = node.putObject("addresses");
        if (!addresses.ipv4().isEmpty()) {
            addresses.ipv4().forEach(networks.putArray("ipv4")::add);
        }
        if (!addresses.ipv6().isEmpty()) {
            addresses.ipv6().forEach(networks.putArray("ipv6")::add);
        }
        return node;
    }

    /** On one line, whoever made it: {@code ssh: accept tcp 22 from 192.0.2.0/24}. */
    static String line(JsonNode rule, boolean inbound) {
        List<String> networks = new ArrayList<>(Instance.texts(rule.path("addresses").path("ipv4")).stream().sorted().toList());
        networks.addAll(Instance.texts(rule.path("addresses").path("ipv6")).stream().sorted().toList());
        String ports = rule.path("ports").asText("").replaceAll("\\s+", "").replace(",", ", ");
        String what = (rule.path("action").asText() + " " + rule.path("protocol").asText()).toLowerCase(Locale.ROOT);
        return rule.path("label").asText("(no label)") + ": " + what + (ports.isEmpty() || ports.equals("null") ? "" : " " + ports)
                + (inbound ? " from " : " to ") + String.join(", ", networks);
    }
}
