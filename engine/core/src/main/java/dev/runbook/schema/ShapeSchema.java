package dev.runbook.schema;

import static dev.runbook.schema.Schemas.EXPRESSION;
import static dev.runbook.schema.Schemas.SCALAR;
import static dev.runbook.schema.Schemas.any;
import static dev.runbook.schema.Schemas.choice;
import static dev.runbook.schema.Schemas.list;
import static dev.runbook.schema.Schemas.map;
import static dev.runbook.schema.Schemas.oneOrList;
import static dev.runbook.schema.Schemas.orNothing;
import static dev.runbook.schema.Schemas.pattern;
import static dev.runbook.schema.Schemas.ref;
import static dev.runbook.schema.Schemas.type;

import dev.runbook.language.Keywords;
import dev.runbook.language.Keywords.Keyword;
import dev.runbook.language.Keywords.Shape;
import java.util.List;
import java.util.Map;

/** What a keyword takes, as a schema. */
final class ShapeSchema {
    private ShapeSchema() {}

    static Map<String, Object> of(Keyword keyword) {
        Map<String, Object> schema =
                keyword.shape() == Shape.TEXT && !keyword.values().isEmpty() ? choice(keyword.values()) : of(keyword.shape());
        return Schemas.described(keyword.summary(), mayBeEmpty(keyword) ? orNothing(schema) : schema);
    }

    /** A list or mapping whose items are commented out. */
    private static boolean mayBeEmpty(Keyword keyword) {
        return switch (keyword.shape()) {
            case STEPS -> !keyword.name().equals("block");
            case TEXTS -> !keyword.name().equals("listen");
            case HANDLERS, VARIABLES, MAPPING, TAGS, ROLES, PROMPTS, DEFAULTS -> true;
            case TEXT, BOOLEAN, COUNT, DURATION, CONDITIONS, VARIABLE, LOOP, LOOP_CONTROL, HOSTS, SERIAL, PERCENTAGE ->
                false;
        };
    }

    static Map<String, Object> of(Shape shape) {
        return switch (shape) {
            case TEXT -> SCALAR;
            case BOOLEAN -> ref("boolean");
            case COUNT -> ref("count");
            case DURATION -> ref("duration");
            case CONDITIONS -> oneOrList(ref("condition"));
            case VARIABLE -> pattern(Schemas.IDENTIFIER);
            case VARIABLES -> map("type", "object", "propertyNames", map("pattern", Schemas.IDENTIFIER));
            case TEXTS, HOSTS, TAGS -> oneOrList(SCALAR);
            case MAPPING -> any(type("object"), EXPRESSION);
            case LOOP -> any(type("array"), type("object"), EXPRESSION);
            case LOOP_CONTROL -> ref("loop_control");
            case STEPS -> list(ref("step"));
            case HANDLERS -> list(ref("handler"));
            case ROLES -> list(ref("role"));
            case PROMPTS -> list(ref("prompt"));
            case SERIAL -> oneOrList(ref("batch"));
            case PERCENTAGE -> any(
                    map("type", "number", "minimum", 0, "maximum", 100),
                    pattern("^\\s*\\d{1,3}(\\.\\d{1,3})?\\s*%?\\s*$"), EXPRESSION);
            case DEFAULTS -> ref("module_defaults");
        };
    }

    /** The definitions that {@link #of} refers to, so far as they do not depend on modules. */
    static Map<String, Object> definitions() {
        return map(
                "expression", Schemas.described("A text with an expression in it: @{…}", pattern("@\\{")),
                "scalar", Schemas.described("A text; expressions in it stand in @{…}", type("string", "number", "boolean")),
                "condition", Schemas.described("An expression, without @{ } around it", type("string", "boolean")),
                "boolean", any(
                        type("boolean"),
                        map("enum", List.of(
                                "yes", "no", "on", "off", "true", "false", "Yes", "No", "On", "Off", "True", "False", "YES",
                                "NO", "ON", "OFF", "TRUE", "FALSE")),
                        EXPRESSION),
                "count", any(map("type", "integer", "minimum", 0), pattern("^\\s*\\d{1,9}\\s*$"), EXPRESSION),
                "duration", any(
                        map("type", "number", "minimum", 0),
                        pattern("^\\s*(\\d+(\\.\\d+)?\\s*(ms|s|m|h|d|w)?)+\\s*$"), EXPRESSION),
                "batch", any(
                        map("type", "integer", "minimum", 1),
                        pattern("^\\s*(\\d{1,9}|\\d{1,3}(\\.\\d{1,3})?\\s*%)\\s*$"), EXPRESSION));
    }

    /** Keywords of a level with their schemas, the reference's order kept. */
    static Map<String, Object> properties(Keywords.Level level) {
        Map<String, Object> properties = map();
        Keywords.all().stream()
                .filter(keyword -> keyword.supported() && keyword.levels().contains(level))
                .forEach(keyword -> properties.put(keyword.name(), of(keyword)));
        return properties;
    }
}
