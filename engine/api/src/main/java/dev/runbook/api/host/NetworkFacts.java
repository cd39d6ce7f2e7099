package dev.runbook.api.host;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Facts about interfaces, addresses, routes and name servers. */
final class NetworkFacts {
    private NetworkFacts() {}

    static void add(Map<String, String> sections, Map<String, Object> facts) {
        Map<String, Map<String, Object>> interfaces = new LinkedHashMap<>();
        FactsParser.lines(sections, "links").forEach(line -> link(line, interfaces));
        List<Object> ipv4 = new ArrayList<>();
        List<Object> ipv6 = new ArrayList<>();
        for (String line : FactsParser.lines(sections, "addresses")) {
            address(line, interfaces, ipv4, ipv6);
        }
        Map<String, Object> network = new LinkedHashMap<>();
        network.put("interfaces", interfaces);
        network.put("ipv4_addresses", ipv4);
        network.put("ipv6_addresses", ipv6);
        defaultRoute(FactsParser.lines(sections, "route4"), "ipv4", interfaces, network);
        defaultRoute(FactsParser.lines(sections, "route6"), "ipv6", interfaces, network);
        network.put("dns", dns(FactsParser.lines(sections, "resolv")));
        facts.put("network", network);
    }

    /** {@code 2: eth0@if45: <BROADCAST,UP> mtu 1500 … \    link/ether 02:42:… brd …}. */
    private static void link(String line, Map<String, Map<String, Object>> interfaces) {
        String[] words = line.split("\\s+");
        if (words.length < 3) {
            return;
        }
        Map<String, Object> link = entry(interfaces, words[1]);
        link.put("up", Arrays.asList(words[2].replaceAll("[<>]", "").split(",")).contains("UP"));
        String mtu = after(words, "mtu");
        if (!mtu.isEmpty()) {
            link.put("mtu", FactsParser.number(mtu));
        }
        for (int i = 0; i + 1 < words.length; i++) {
            if (words[i].startsWith("link/")) {
                link.put("type", words[i].substring("link/".length()));
                link.put("mac", words[i + 1]);
            }
        }
    }

    /** {@code 2: eth0    inet 172.17.0.2/16 brd 172.17.255.255 scope global eth0}. */
    private static void address(
            String line, Map<String, Map<String, Object>> interfaces, List<Object> ipv4, List<Object> ipv6) {
        String[] words = line.split("\\s+");
        if (words.length < 4 || !(words[2].equals("inet") || words[2].equals("inet6"))) {
            return;
        }
        String[] pair = words[3].split("/", 2);
        Map<String, Object> address = new LinkedHashMap<>();
        address.put("address", pair[0]);
        address.put("prefix", pair.length > 1 ? FactsParser.number(pair[1]) : 32L);
        String scope = after(words, "scope");
        address.put("scope", scope);
        boolean four = words[2].equals("inet");
        list(entry(interfaces, words[1]), four ? "ipv4" : "ipv6").add(address);
        if (!scope.equals("host") && !scope.equals("link")) {
            (four ? ipv4 : ipv6).add(pair[0]);
        }
    }

    private static Map<String, Object> entry(Map<String, Map<String, Object>> interfaces, String name) {
        return interfaces.computeIfAbsent(name.replaceFirst("(@.*)?:?$", ""), key -> {
            Map<String, Object> created = new LinkedHashMap<>();
            created.put("ipv4", new ArrayList<>());
            created.put("ipv6", new ArrayList<>());
            return created;
        });
    }

    @SuppressWarnings("unchecked")
    private static List<Object> list(Map<String, Object> entry, String name) {
        return (List<Object>) entry.computeIfAbsent(name, key -> new ArrayList<>());
    }

    private static void defaultRoute(
            List<String> routes,
            String family,
            Map<String, Map<String, Object>> interfaces,
            Map<String, Object> network) {
        for (String route : routes) {
            String[] words = route.split("\\s+");
            String device = after(words, "dev");
            if (!words[0].equals("default") || device.isEmpty()) {
                continue;
            }
            Map<String, Object> standard = new LinkedHashMap<>();
            standard.put("interface", device);
            standard.put("gateway", after(words, "via"));
            String source = after(words, "src");
            standard.put("address", source.isEmpty() ? first(interfaces.get(device), family) : source);
            network.put("default_" + family, standard);
            return;
        }
    }

    private static String first(@org.jspecify.annotations.Nullable Map<String, Object> link, String family) {
        if (link == null) {
            return "";
        }
        for (Object address : list(link, family)) {
            if (address instanceof Map<?, ?> map && "global".equals(map.get("scope"))) {
                return String.valueOf(map.get("address"));
            }
        }
        return "";
    }

    private static Map<String, Object> dns(List<String> lines) {
        List<Object> servers = new ArrayList<>();
        List<Object> search = new ArrayList<>();
        for (String line : lines) {
            String[] words = line.strip().split("\\s+");
            if (words.length > 1 && words[0].equals("nameserver")) {
                servers.add(words[1]);
            } else if (words.length > 1 && (words[0].equals("search") || words[0].equals("domain"))) {
                search.clear();
                search.addAll(Arrays.asList(words).subList(1, words.length));
            }
        }
        Map<String, Object> dns = new LinkedHashMap<>();
        dns.put("nameservers", servers);
        dns.put("search", search);
        return dns;
    }

    private static String after(String[] words, String word) {
        for (int i = 0; i + 1 < words.length; i++) {
            if (words[i].equals(word)) {
                return words[i + 1];
            }
        }
        return "";
    }
}
