package dev.runbook.modules.grafana;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.runbook.api.Secret;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Between JSON and the plain data that tasks give and states show. */
final class Data {
    private Data() {}

    static JsonNode json(@Nullable Object value) {
        return switch (value) {
            case null -> JsonNodeFactory.instance.nullNode();
            case Secret secret -> JsonNodeFactory.instance.textNode(secret.reveal());
            case Map<?, ?> map -> {
                ObjectNode node = JsonNodeFactory.instance.objectNode();
                map.forEach((key, one) -> node.set(String.valueOf(key), json(one)));
                yield node;
            }
            case List<?> list -> {
                ArrayNode node = JsonNodeFactory.instance.arrayNode();
                list.forEach(one -> node.add(json(one)));
                yield node;
            }
            case Boolean truth -> JsonNodeFactory.instance.booleanNode(truth);
            case Long number -> JsonNodeFactory.instance.numberNode(number.longValue());
            case Integer number -> JsonNodeFactory.instance.numberNode(number.longValue());
            case Double number -> JsonNodeFactory.instance.numberNode(number.doubleValue());
            case BigDecimal number -> JsonNodeFactory.instance.numberNode(number);
            default -> JsonNodeFactory.instance.textNode(value.toString());
        };
    }

    /** Numbers that are equal become equal: whole ones are longs. */
    static @Nullable Object plain(JsonNode node) {
        if (node.isObject()) {
            Map<String, @Nullable Object> map = new TreeMap<>();
            node.properties().forEach(entry -> map.put(entry.getKey(), plain(entry.getValue())));
            return map;
        }
        if (node.isArray()) {
            List<@Nullable Object> list = new ArrayList<>();
            node.forEach(one -> list.add(plain(one)));
            return list;
        }
        if (node.isNumber()) {
            double number = node.asDouble();
            return number == Math.rint(number) && Math.abs(number) < 1e15 ? (Object) (long) number : (Object) number;
        }
        return node.isBoolean() ? (Object) node.asBoolean() : node.isNull() || node.isMissingNode() ? null : node.asText();
    }

    /**
     * What a server has of that which is asked for. It fills in defaults of its own; those are not asked for, and so not seen.
     * Lists of another length are seen whole.
     */
    static JsonNode like(JsonNode server, JsonNode asked) {
        if (server.isObject() && asked.isObject()) {
            ObjectNode kept = JsonNodeFactory.instance.objectNode();
            asked.properties().forEach(entry -> {
                if (server.has(entry.getKey())) {
                    kept.set(entry.getKey(), like(server.path(entry.getKey()), entry.getValue()));
                }
            });
            return kept;
        }
        if (server.isArray() && asked.isArray() && server.size() == asked.size()) {
            ArrayNode kept = JsonNodeFactory.instance.arrayNode();
            for (int i = 0; i < asked.size(); i++) {
                kept.add(like(server.path(i), asked.path(i)));
            }
            return kept;
        }
        return server;
    }

    /** The one with the other laid over it, at any depth of objects. */
    static ObjectNode over(JsonNode below, JsonNode above) {
        ObjectNode merged = below.isObject() ? ((ObjectNode) below).deepCopy() : JsonNodeFactory.instance.objectNode();
        above.properties().forEach(entry -> {
            JsonNode present = merged.path(entry.getKey());
            merged.set(entry.getKey(), present.isObject() && entry.getValue().isObject()
                    ? over(present, entry.getValue())
                    : entry.getValue());
        });
        return merged;
    }
}
