package dev.runbook.modules.linode.standin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** A small part of what Linode offers. */
final class Offers {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private Offers() {}

    static List<ObjectNode> regions() {
        return List.of(
                region("us-sea", "Seattle, WA", "us", "ok", true),
                region("us-ord", "Chicago, IL", "us", "ok", true),
                region("us-east", "Newark, NJ", "us", "ok", true),
                region("de-fra-2", "Frankfurt 2, DE", "de", "ok", true),
                region("jp-osa", "Osaka, JP", "jp", "outage", true),
                region("ap-west", "Mumbai, IN", "in", "ok", false));
    }

    private static ObjectNode region(String id, String label, String country, String status, boolean metadata) {
        ObjectNode region = NODES.objectNode().put("id", id).put("label", label).put("country", country)
                .put("status", status).put("site_type", "core");
        ArrayNode can = region.putArray("capabilities").add("Linodes").add("Backups").add("Cloud Firewall");
        if (metadata) {
            can.add("Metadata");
        }
        region.putObject("resolvers").put("ipv4", "172.232.160.19").put("ipv6", "2600:3c0a::f03c:93ff:fe54:c6da");
        region.putObject("placement_group_limits").put("maximum_pgs_per_customer", 100).put("maximum_linodes_per_pg", 10);
        return region;
    }

    static List<ObjectNode> types() {
        return List.of(
                type("g6-nanode-1", "Nanode 1GB", "nanode", 1024, 25_600, 1, 1000, 1000, 0.0075, 5),
                type("g6-standard-1", "Linode 2GB", "standard", 2048, 51_200, 1, 2000, 2000, 0.018, 12),
                type("g6-standard-2", "Linode 4GB", "standard", 4096, 81_920, 2, 4000, 4000, 0.036, 24),
                type("g6-standard-4", "Linode 8GB", "standard", 8192, 163_840, 4, 5000, 5000, 0.072, 48),
                type("g6-dedicated-2", "Dedicated 4GB", "dedicated", 4096, 81_920, 2, 4000, 4000, 0.054, 36));
    }

    private static ObjectNode type(
            String id, String label, String kind, int memory, int disk, int cpus, int transfer, int out, double hour, double month) {
        ObjectNode type = NODES.objectNode().put("id", id).put("label", label).put("class", kind).put("memory", memory)
                .put("disk", disk).put("vcpus", cpus).put("gpus", 0).put("accelerated_devices", 0).put("transfer", transfer)
                .put("network_out", out);
        type.putNull("successor");
        type.putObject("price").put("hourly", hour).put("monthly", month);
        type.putArray("region_prices");
        type.putObject("addons").putObject("backups").putObject("price").put("hourly", hour / 4).put("monthly", month / 4);
        return type;
    }

    static List<ObjectNode> images() {
        return List.of(
                image("linode/ubuntu22.04", "Ubuntu 22.04 LTS", "Ubuntu", false),
                image("linode/ubuntu24.04", "Ubuntu 24.04 LTS", "Ubuntu", false),
                image("linode/debian11", "Debian 11", "Debian", true),
                image("linode/debian12", "Debian 12", "Debian", false),
                image("linode/debian13", "Debian 13", "Debian", false));
    }

    private static ObjectNode image(String id, String label, String vendor, boolean deprecated) {
        ObjectNode image = NODES.objectNode().put("id", id).put("label", label).put("vendor", vendor).put("size", 3500)
                .put("type", "manual").put("status", "available").put("is_public", true).put("deprecated", deprecated)
                .put("created", "2024-01-01T00:00:00").put("updated", "2024-06-01T00:00:00").put("created_by", "linode")
                .put("description", "");
        image.putArray("capabilities").add("cloud-init");
        image.putNull("eol");
        image.putNull("expiry");
        return image;
    }
}
