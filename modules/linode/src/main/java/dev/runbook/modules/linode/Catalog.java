package dev.runbook.modules.linode;

import com.fasterxml.jackson.databind.JsonNode;
import dev.runbook.api.ServiceQuery;
import dev.runbook.api.Services;
import dev.runbook.api.TaskFailedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What Linode offers. */
final class Catalog {
    private Catalog() {}

    /** What is listed. */
    enum Kind {
        IMAGES("/images"),
        REGIONS("/regions"),
        TYPES("/linode/types");

        final String path;

        Kind(String path) {
            this.path = path;
        }
    }

    /**
     * One thing on offer.
     *
     * @param label in words
     * @param details by name: texts, numbers, truths and lists of texts
     */
    record Offer(String id, String label, Map<String, Object> details) {
        boolean can(String capability) {
            return details.get("capabilities") instanceof List<?> list && list.contains(capability);
        }
    }

    /** Everything of a kind. */
    record All(Account account, Kind kind) implements ServiceQuery<List<Offer>> {
        @Override
        public String describe() {
            return "Linode's " + kind.name().toLowerCase(Locale.ROOT);
        }

        @Override
        public List<Offer> fetch(Services services) throws IOException, InterruptedException {
            List<Offer> offers = new ArrayList<>();
            for (JsonNode node : account.api(services).list(kind.path, null)) {
                offers.add(new Offer(node.path("id").asText(), node.path("label").asText(), details(node)));
            }
            return List.copyOf(offers);
        }

        private Map<String, Object> details(JsonNode node) {
            return switch (kind) {
                case IMAGES -> Map.of(
                        "vendor", node.path("vendor").asText(""),
                        "size_mb", node.path("size").asLong(),
                        "public", node.path("is_public").asBoolean(),
                        "deprecated", node.path("deprecated").asBoolean(),
                        "capabilities", Instance.texts(node.path("capabilities")));
                case REGIONS -> Map.of(
                        "country", node.path("country").asText(""),
                        "status", node.path("status").asText(""),
                        "capabilities", Instance.texts(node.path("capabilities")));
                case TYPES -> Map.of(
                        "class", node.path("class").asText(""),
                        "memory_mb", node.path("memory").asLong(),
                        "disk_mb", node.path("disk").asLong(),
                        "vcpus", node.path("vcpus").asLong(),
                        "transfer_gb", node.path("transfer").asLong(),
                        "network_out_mbps", node.path("network_out").asLong(),
                        "hourly_usd", node.path("price").path("hourly").asDouble(),
                        "monthly_usd", node.path("price").path("monthly").asDouble());
            };
        }
    }

    /** The offer with this id. @throws TaskFailedException that names near ones where there is none */
    static Offer require(List<Offer> offers, String what, String id) {
        return offers.stream().filter(offer -> offer.id().equals(id)).findFirst().orElseThrow(() -> {
            List<String> near = offers.stream()
                    .map(Offer::id)
                    .filter(other -> distance(other, id) <= Math.max(2, id.length() / 3)
                            || other.contains(id) || (id.length() > 3 && id.contains(other)))
                    .sorted(Comparator.comparingInt(other -> distance(other, id)))
                    .limit(3)
                    .toList();
            String article = what.equals("image") ? "images" : what.equals("region") ? "regions" : "types";
            List<String> hints = new ArrayList<>();
            if (!near.isEmpty()) {
                hints.add("Did you mean " + String.join(" or ", near) + "?");
            }
            hints.add("`linode_catalog: {list: " + article + "}` lists what there is.");
            return new TaskFailedException("Linode has no " + what + " " + id, null, hints);
        });
    }

    /** How many letters differ. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int above = row[j];
                row[j] = Math.min(Math.min(row[j], row[j - 1]) + 1, diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1));
                diagonal = above;
            }
        }
        return row[b.length()];
    }

}
