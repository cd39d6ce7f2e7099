package dev.runbook.modules.linode;

import com.fasterxml.jackson.databind.JsonNode;
import dev.runbook.api.ServiceQuery;
import dev.runbook.api.Services;
import dev.runbook.api.TaskFailedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A Linode, as the API tells of it.
 *
 * @param image null where it was made without one
 * @param ipv6 null where it has none
 * @param tags in order
 */
record Instance(
        long id,
        String label,
        String region,
        String type,
        @Nullable String image,
        String status,
        List<String> ipv4,
        @Nullable String ipv6,
        List<String> tags,
        boolean backups) {
    static Instance of(JsonNode node) {
        JsonNode image = node.path("image");
        JsonNode ipv6 = node.path("ipv6");
        return new Instance(
                node.path("id").asLong(),
                node.path("label").asText(),
                node.path("region").asText(),
                node.path("type").asText(),
                image.isTextual() ? image.asText() : null,
                node.path("status").asText(),
                texts(node.path("ipv4")),
                ipv6.isTextual() ? ipv6.asText().replaceFirst("/\\d+$", "") : null,
                texts(node.path("tags")).stream().sorted().toList(),
                node.path("backups").path("enabled").asBoolean());
    }

    static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return List.copyOf(texts);
    }

    /** Whether it is on its way to another status by itself. */
    boolean moving() {
        return switch (status) {
            case "running", "offline", "stopped", "billing_suspension" -> false;
            default -> true;
        };
    }

    /** The Linode with this label; null where there is none. Labels are unique in an account. */
    record ByLabel(Account account, String label) implements ServiceQuery<@Nullable Instance> {
        @Override
        public String describe() {
            return "Linode " + label;
        }

        @Override
        public @Nullable Instance fetch(Services services) throws IOException, InterruptedException {
            return find(account.api(services), label);
        }

        static @Nullable Instance find(Api api, String label) throws IOException, InterruptedException {
            List<JsonNode> found = api.list("/linode/instances", "{\"label\":\"" + label + "\"}");
            if (found.size() > 1) {
                throw new TaskFailedException("Linode answers with " + found.size() + " Linodes for the label " + label);
            }
            return found.isEmpty() ? null : Instance.of(found.getFirst());
        }
    }
}
