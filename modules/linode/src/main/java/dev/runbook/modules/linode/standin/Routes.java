package dev.runbook.modules.linode.standin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One request to an account. */
final class Routes {
    private static final Pattern ONE = Pattern.compile("/(linode/instances|networking/firewalls)/(\\d+)(/.*)?");
    private static final Set<String> NEW_INSTANCE = Set.of(
            "label", "region", "type", "image", "booted", "backups_enabled", "private_ip", "tags", "authorized_keys",
            "authorized_users", "root_pass", "metadata", "firewall_id", "interface_generation", "interfaces", "swap_size");

    private final Estate estate;
    private final String method;
    private final String path;
    private final JsonNode body;

    Routes(Estate estate, String method, String path, JsonNode body) {
        this.estate = estate;
        this.method = method;
        this.path = path;
        this.body = body;
    }

    /** An answer, or the list that its pages come from. */
    Object route() {
        Matcher one = ONE.matcher(path);
        if (one.matches()) {
            long id = Long.parseLong(one.group(2));
            String rest = one.group(3) == null ? "" : one.group(3);
            return one.group(1).startsWith("linode") ? instance(id, rest) : firewall(id, rest);
        }
        return switch (method + " " + path) {
            case "GET /regions" -> Offers.regions();
            case "GET /linode/types" -> Offers.types();
            case "GET /images" -> Offers.images();
            case "GET /linode/instances" -> estate.looked();
            case "POST /linode/instances" -> createInstance();
            case "GET /networking/firewalls" -> new ArrayList<>(estate.firewalls.values());
            case "POST /networking/firewalls" -> createFirewall();
            default -> throw new Refusal(404, "", "Not found");
        };
    }

    private Object instance(long id, String rest) {
        ObjectNode instance = estate.instances.get(id);
        if (instance == null) {
            throw new Refusal(404, "", "Not found");
        }
        String status = instance.path("status").asText();
        switch (method + " " + rest) {
            case "GET " -> {
                return estate.looked().stream().filter(seen -> seen.path("id").asLong() == id).findFirst().orElseThrow();
            }
            case "PUT " -> {
                if (body.has("tags")) {
                    instance.set("tags", body.path("tags").deepCopy());
                }
                return instance;
            }
            case "DELETE " -> {
                estate.instances.remove(id);
                estate.devices.values().forEach(linodes -> linodes.remove(id));
            }
            case "POST /boot" -> {
                require(status.equals("offline"), "Linode " + id + " is not offline.");
                estate.moves(id, List.of("booting", "running"));
            }
            case "POST /shutdown" -> {
                require(status.equals("running"), "Linode " + id + " is not running.");
                estate.moves(id, List.of("shutting_down", "offline"));
            }
            case "POST /resize" -> {
                require(status.equals("running") || status.equals("offline"), "Linode busy.");
                offered(Offers.types(), "type", "A valid plan type by that ID was not found");
                instance.put("type", body.path("type").asText());
                estate.moves(id, List.of("migrating", "booting", "running"));
            }
            case "POST /rebuild" -> {
                offered(Offers.images(), "image", "image is not valid");
                credentials();
                instance.put("image", body.path("image").asText());
                estate.moves(id, List.of("rebuilding", "running"));
                return instance;
            }
            case "POST /backups/enable" -> ((ObjectNode) instance.path("backups")).put("enabled", true);
            case "POST /backups/cancel" -> ((ObjectNode) instance.path("backups")).put("enabled", false);
            default -> throw new Refusal(404, "", "Not found");
        }
        return JsonNodeFactory.instance.objectNode();
    }

    private static void require(boolean holds, String reason) {
        if (!holds) {
            throw new Refusal(400, "", reason);
        }
    }

    private void offered(List<ObjectNode> offers, String field, String reason) {
        if (!body.has(field)) {
            throw new Refusal(400, field, field + " is required");
        }
        if (offers.stream().noneMatch(offer -> offer.path("id").equals(body.path(field)))) {
            throw new Refusal(400, field, reason);
        }
    }

    private void credentials() {
        boolean some = body.has("root_pass") || !body.path("authorized_keys").isEmpty() || !body.path("authorized_users").isEmpty();
        if (!some) {
            throw new Refusal(400, "root_pass", "root_pass, authorized_keys or authorized_users is required");
        }
        if (body.has("root_pass") && body.path("root_pass").asText().matches("[a-z]*|\\d*")) {
            throw new Refusal(400, "root_pass", "Password does not meet strength requirement.");
        }
        for (JsonNode key : body.path("authorized_keys")) {
            if (!key.asText().matches("(ssh|ecdsa|sk)-\\S+ \\S+.*")) {
                throw new Refusal(400, "authorized_keys", "SSH Key 1 key-type must be one of ssh-dss, ssh-rsa, ssh-ed25519");
            }
        }
    }

    private ObjectNode createInstance() {
        body.fieldNames().forEachRemaining(field -> {
            if (!NEW_INSTANCE.contains(field)) {
                throw new Refusal(400, field, field + " is not valid");
            }
        });
        offered(Offers.types(), "type", "A valid plan type by that ID was not found");
        offered(Offers.regions(), "region", "region is not valid");
        label(estate.instances.values(), 64, "Label must be unique among your linodes");
        if (body.has("image")) {
            offered(Offers.images(), "image", "image is not valid");
            credentials();
        }
        Long firewall = body.has("firewall_id") ? Long.valueOf(body.path("firewall_id").asLong()) : null;
        for (JsonNode one : body.path("interfaces")) {
            firewall = one.path("firewall_id").asLong() < 0 ? null : Long.valueOf(one.path("firewall_id").asLong());
        }
        if (firewall != null && !estate.firewalls.containsKey(firewall)) {
            throw new Refusal(400, "firewall_id", "firewall_id is not valid");
        }
        long id = estate.id();
        ObjectNode instance = JsonNodeFactory.instance.objectNode()
                .put("id", id).put("label", body.path("label").asText("linode" + id)).put("group", "")
                .put("status", "provisioning").put("created", "2026-01-01T00:00:00").put("updated", "2026-01-01T00:00:00")
                .put("type", body.path("type").asText()).put("region", body.path("region").asText())
                .put("ipv6", "2001:db8::" + Long.toHexString(id) + "/128").put("hypervisor", "kvm")
                .put("watchdog_enabled", true).put("host_uuid", "3a3ddd59d9a78bb8de041391075df44de62bfec8")
                .put("has_user_data", body.has("metadata"));
        instance.putArray("ipv4").add("203.0.113." + (id - 990));
        if (body.path("private_ip").asBoolean()) {
            instance.withArray("ipv4").add("192.168.133." + (id - 990));
        }
        if (body.has("image")) {
            instance.put("image", body.path("image").asText());
        } else {
            instance.putNull("image");
        }
        instance.putArray("capabilities");
        instance.putNull("lke_cluster_id");
        instance.putNull("placement_group");
        instance.set("tags", tags());
        ObjectNode backups = instance.putObject("backups")
                .put("enabled", body.path("backups_enabled").asBoolean()).put("available", false);
        backups.putNull("last_successful");
        backups.putObject("schedule").putNull("day").putNull("window");
        instance.putObject("alerts").put("cpu", 90).put("io", 10_000).put("network_in", 10).put("network_out", 10)
                .put("transfer_quota", 80);
        instance.putObject("specs").put("disk", 163_840).put("memory", 8192).put("vcpus", 4).put("gpus", 0).put("transfer", 5000);
        estate.instances.put(id, instance);
        if (firewall != null) {
            estate.attached(firewall).add(id);
        }
        estate.born(id, body.path("booted").asBoolean(true));
        return instance;
    }

    private JsonNode tags() {
        ArrayNode tags = JsonNodeFactory.instance.arrayNode();
        body.path("tags").forEach(tags::add);
        return tags;
    }

    private void label(Iterable<ObjectNode> others, int longest, String taken) {
        String label = body.path("label").asText("");
        if (!label.isEmpty() && (label.length() < 3 || label.length() > longest
                || !label.matches("^[a-zA-Z]((?!--|__|\\.\\.)[a-zA-Z0-9-_.])+$"))) {
            throw new Refusal(400, "label", "Label must be 3-" + longest + " characters; letters, numbers, _ . - only");
        }
        for (ObjectNode other : others) {
            if (other.path("label").asText().equals(label)) {
                throw new Refusal(400, "label", taken);
            }
        }
    }

    private Object firewall(long id, String rest) {
        ObjectNode firewall = estate.firewalls.get(id);
        if (firewall == null) {
            throw new Refusal(404, "", "Not found");
        }
        switch (method + " " + rest) {
            case "GET " -> {
                return firewall;
            }
            case "PUT " -> {
                if (body.has("tags")) {
                    firewall.set("tags", tags());
                }
                return firewall;
            }
            case "PUT /rules" -> {
                firewall.set("rules", rules(body));
                return firewall.path("rules");
            }
            case "DELETE " -> {
                estate.firewalls.remove(id);
                estate.devices.remove(id);
                return JsonNodeFactory.instance.objectNode();
            }
            case "GET /devices" -> {
                return estate.attached(id).stream().map(this::device).toList();
            }
            case "POST /devices" -> {
                long linode = body.path("id").asLong();
                if (!estate.instances.containsKey(linode)) {
                    throw new Refusal(400, "id", "Linode not found");
                }
                estate.attached(id).add(linode);
                return device(linode);
            }
            default -> throw new Refusal(404, "", "Not found");
        }
    }

    private ObjectNode device(long linode) {
        ObjectNode device = JsonNodeFactory.instance.objectNode()
                .put("id", linode + 5000).put("created", "2026-01-01T00:00:00").put("updated", "2026-01-01T00:00:00");
        device.putObject("entity").put("id", linode).put("type", "linode")
                .put("label", estate.one(linode).path("label").asText())
                .put("url", "/v4/linode/instances/" + linode);
        return device;
    }

    private ObjectNode createFirewall() {
        if (!body.has("label")) {
            throw new Refusal(400, "label", "label is required");
        }
        label(estate.firewalls.values(), 32, "Label must be unique among your Cloud Firewalls");
        long id = estate.id();
        ObjectNode firewall = JsonNodeFactory.instance.objectNode()
                .put("id", id).put("label", body.path("label").asText()).put("status", "enabled")
                .put("created", "2026-01-01T00:00:00").put("updated", "2026-01-01T00:00:00");
        firewall.set("rules", rules(body.path("rules")));
        firewall.set("tags", tags());
        estate.firewalls.put(id, firewall);
        estate.devices.put(id, new ArrayList<>());
        return firewall;
    }

    private static ObjectNode rules(JsonNode given) {
        ObjectNode rules = JsonNodeFactory.instance.objectNode();
        for (String direction : List.of("inbound", "outbound")) {
            String policy = given.path(direction + "_policy").asText();
            if (!policy.equals("ACCEPT") && !policy.equals("DROP")) {
                throw new Refusal(400, "rules." + direction + "_policy", "Must be one of ACCEPT, DROP");
            }
            ArrayNode all = rules.putArray(direction);
            given.path(direction).forEach(rule -> {
                if (rule.path("addresses").isEmpty()) {
                    throw new Refusal(400, "rules." + direction + "[0].addresses", "Must contain ipv4, ipv6, or both");
                }
                all.add(rule.deepCopy());
            });
            rules.put(direction + "_policy", policy);
        }
        if (rules.path("inbound").size() + rules.path("outbound").size() > 25) {
            throw new Refusal(400, "rules", "A Firewall may have up to 25 rules");
        }
        return rules.put("version", 1).put("fingerprint", "997dd135");
    }
}
