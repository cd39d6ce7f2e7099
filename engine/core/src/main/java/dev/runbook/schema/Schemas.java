package dev.runbook.schema;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Pieces of JSON Schema, draft 7, as plain maps in the order they are to be written. */
final class Schemas {
    static final Map<String, Object> EXPRESSION = ref("expression");
    static final Map<String, Object> SCALAR = ref("scalar");

    /** The name of a variable. */
    static final String IDENTIFIER = "^[A-Za-z_][A-Za-z0-9_]*$";

    private Schemas() {}

    static Map<String, Object> map(Object... keysAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }

    static Map<String, Object> ref(String definition) {
        return Map.of("$ref", "#/definitions/" + definition);
    }

    static Map<String, Object> type(String... types) {
        return map("type", types.length == 1 ? types[0] : List.of(types));
    }

    static Map<String, Object> pattern(String regularExpression) {
        return map("type", "string", "pattern", regularExpression);
    }

    @SafeVarargs
    static Map<String, Object> any(Map<String, Object>... schemas) {
        return any(List.of(schemas));
    }

    static Map<String, Object> any(List<Map<String, Object>> schemas) {
        return schemas.size() == 1 ? schemas.getFirst() : map("anyOf", schemas);
    }

    static Map<String, Object> list(Map<String, Object> items) {
        return map("type", "array", "items", items);
    }

    static Map<String, Object> oneOrList(Map<String, Object> item) {
        return any(item, list(item));
    }

    static Map<String, Object> orNothing(Map<String, Object> schema) {
        return any(schema, type("null"));
    }

    static Map<String, Object> choice(Collection<String> values) {
        return any(map("enum", new ArrayList<>(values)), EXPRESSION);
    }

    static Map<String, Object> closed(Map<String, Object> properties) {
        return map("type", "object", "properties", properties, "additionalProperties", false);
    }

    /** In draft 7 nothing beside a {@code $ref} counts, so it is put one level deeper. */
    static Map<String, Object> described(String description, Map<String, Object> schema) {
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("description", description);
        if (schema.containsKey("$ref")) {
            described.put("allOf", List.of(schema));
        } else {
            described.putAll(schema);
        }
        return described;
    }
}
