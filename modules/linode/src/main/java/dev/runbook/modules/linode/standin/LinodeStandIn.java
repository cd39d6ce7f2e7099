package dev.runbook.modules.linode.standin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.runbook.api.simulated.Machine;
import dev.runbook.api.simulated.StandIn;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Stands for the parts of Linode's API that the modules call: an account that was just opened. What the real one refuses is
 * refused, with its words; a Linode takes some looks from {@code provisioning} to {@code running}.
 */
public final class LinodeStandIn implements StandIn {
    /** The token that it knows. */
    public static final String TOKEN = "a-token-for-rehearsals";

    private static final JsonMapper JSON = new JsonMapper();

    @Override
    public String name() {
        return "Linode API";
    }

    @Override
    public List<String> addresses() {
        return List.of("https://api.linode.com");
    }

    @Override
    public @Nullable String unit() {
        return null;
    }

    @Override
    public Map<String, String> environment() {
        return Map.of("LINODE_TOKEN", TOKEN);
    }

    @Override
    public Service start(@Nullable Machine machine) {
        Estate estate = new Estate();
        return request -> {
            try {
                return answer(estate, request);
            } catch (Refusal refusal) {
                ObjectNode body = JSON.createObjectNode();
                ObjectNode error = body.putArray("errors").addObject().put("reason", refusal.getMessage());
                if (!refusal.field.isEmpty()) {
                    error.put("field", refusal.field);
                }
                return Reply.json(refusal.status, body.toString());
            }
        };
    }

    private static Reply answer(Estate estate, Request request) {
        String[] parts = request.path().split("\\?", 2);
        String path = parts[0];
        boolean open = path.startsWith("/v4/regions") || path.startsWith("/v4/linode/types");
        String authorization = request.header("authorization");
        if (!authorization.equals("Bearer " + TOKEN) && !(open && authorization.isEmpty())) {
            throw new Refusal(401, "", "Invalid Token");
        }
        if (!path.startsWith("/v4/")) {
            throw new Refusal(404, "", "Not found");
        }
        JsonNode body = body(request);
        Object result = new Routes(estate, request.method(), path.substring(3), body).route();
        return switch (result) {
            case List<?> all -> Reply.json(200, page(all, parts.length > 1 ? parts[1] : "", request).toString());
            default -> Reply.json(200, result.toString());
        };
    }

    private static JsonNode body(Request request) {
        try {
            return request.body().length == 0 ? JSON.createObjectNode() : JSON.readTree(request.body());
        } catch (JsonProcessingException e) {
            throw new Refusal(400, "", "JSON decoding failed");
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static ObjectNode page(List<?> all, String query, Request request) {
        Map<String, String> parameters = new HashMap<>();
        for (String pair : query.split("&")) {
            String[] parts = pair.split("=", 2);
            if (parts.length == 2) {
                parameters.put(parts[0], parts[1]);
            }
        }
        int size = number(parameters.getOrDefault("page_size", "100"));
        if (size < 25 || size > 500) {
            throw new Refusal(400, "page_size", "Must be 25-500");
        }
        List<ObjectNode> found = all.stream().map(ObjectNode.class::cast).filter(filter(request)::matches).toList();
        int pages = Math.max(1, (found.size() + size - 1) / size);
        int page = number(parameters.getOrDefault("page", "1"));
        if (page < 1 || page > pages) {
            throw new Refusal(404, "", "Not found");
        }
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode data = answer.putArray("data");
        found.subList((page - 1) * size, Math.min(found.size(), page * size)).forEach(data::add);
        return answer.put("page", page).put("pages", pages).put("results", found.size());
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new Refusal(400, "", "Must be an integer");
        }
    }

    private static Filter filter(Request request) {
        String header = request.header("x-filter");
        try {
            return new Filter(header.isEmpty() ? JSON.createObjectNode() : JSON.readTree(header));
        } catch (JsonProcessingException e) {
            throw new Refusal(400, "", "Cannot filter: not valid JSON");
        }
    }

    /** What the header X-Filter asks for. */
    private record Filter(JsonNode wanted) {
        boolean matches(ObjectNode one) {
            return wanted.properties().stream().allMatch(entry -> switch (entry.getKey()) {
                case "+and" -> java.util.stream.StreamSupport.stream(entry.getValue().spliterator(), false)
                        .allMatch(part -> new Filter(part).matches(one));
                case "+or" -> java.util.stream.StreamSupport.stream(entry.getValue().spliterator(), false)
                        .anyMatch(part -> new Filter(part).matches(one));
                case "+order_by", "+order" -> true;
                default -> holds(one.path(entry.getKey()), entry.getValue(), entry.getKey());
            });
        }

        private static boolean holds(JsonNode value, JsonNode wanted, String key) {
            if (key.startsWith("+")) {
                throw new Refusal(400, "", "Cannot filter: unknown operator " + key);
            }
            if (value.isArray()) {
                for (JsonNode one : value) {
                    if (one.equals(wanted)) {
                        return true;
                    }
                }
                return false;
            }
            return wanted.isObject() && wanted.has("+contains")
                    ? value.asText().contains(wanted.path("+contains").asText())
                    : value.equals(wanted);
        }
    }
}
