package dev.runbook.schema;

import static dev.runbook.schema.Schemas.EXPRESSION;
import static dev.runbook.schema.Schemas.SCALAR;
import static dev.runbook.schema.Schemas.any;
import static dev.runbook.schema.Schemas.choice;
import static dev.runbook.schema.Schemas.map;
import static dev.runbook.schema.Schemas.oneOrList;
import static dev.runbook.schema.Schemas.pattern;
import static dev.runbook.schema.Schemas.ref;

import dev.runbook.catalog.ModuleDescriptor;
import dev.runbook.catalog.Parameter;
import dev.runbook.catalog.ParameterType;
import dev.runbook.catalog.RecordShape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What modules and their parameters take, as schemas. */
final class TypeSchema {
    private TypeSchema() {}

    /** Everything that may stand behind a module's name, whatever is required. */
    static Map<String, Object> module(ModuleDescriptor module) {
        List<Map<String, Object>> forms = new ArrayList<>();
        forms.add(record(module.parameters()));
        for (Parameter parameter : module.parameters().parameters()) {
            if (parameter.freeForm()) {
                forms.add(parameter.type() instanceof ParameterType.Anything
                        ? any(SCALAR, Schemas.type("array")) // a mapping is always one of parameters
                        : type(parameter.type()));
            }
        }
        // Nothing at all is good where nothing is required; what is required is asked for elsewhere.
        forms.add(Schemas.type("null"));
        return Schemas.described(module.summary(), any(forms));
    }

    static Map<String, Object> record(RecordShape shape) {
        Map<String, Object> properties = new LinkedHashMap<>();
        Object further = false;
        for (Parameter parameter : shape.parameters()) {
            if (parameter.rest()) {
                further = parameter.type() instanceof ParameterType.MapOf rest ? type(rest.value()) : true;
                continue;
            }
            Map<String, Object> schema = parameter(parameter);
            properties.put(parameter.name(), schema);
            parameter.aliases().forEach(alias -> properties.put(alias, schema));
        }
        Map<String, Object> record =
                map("type", "object", "properties", properties, "additionalProperties", further);
        return record;
    }

    /** What a mapping of parameters must have; empty for nothing. */
    static Map<String, Object> required(RecordShape shape) {
        List<Object> all = new ArrayList<>();
        for (Parameter parameter : shape.parameters()) {
            if (parameter.required() && !parameter.rest()) {
                List<Map<String, Object>> names = new ArrayList<>();
                names.add(map("required", List.of(parameter.name())));
                parameter.aliases().forEach(alias -> names.add(map("required", List.of(alias))));
                all.add(any(names));
            }
        }
        return all.isEmpty() ? map() : map("allOf", all);
    }

    private static Map<String, Object> parameter(Parameter parameter) {
        Map<String, Object> schema = new LinkedHashMap<>(
                Schemas.described(parameter.doc().isEmpty() ? parameter.name() : parameter.doc(), type(parameter.type())));
        if (!parameter.defaultText().isEmpty()) {
            schema.put("default", defaultValue(parameter));
        }
        return schema;
    }

    private static Object defaultValue(Parameter parameter) {
        String text = parameter.defaultText();
        return parameter.type() instanceof ParameterType.YesNo
                ? (Object) text.matches("(?i)true|yes|on")
                : parameter.type() instanceof ParameterType.WholeNumber && text.matches("-?\\d{1,18}")
                        ? (Object) Long.parseLong(text)
                        : text;
    }

    static Map<String, Object> type(ParameterType type) {
        return switch (type) {
            case ParameterType.Text _, ParameterType.SecretText _, ParameterType.LocalFile _, ParameterType.HostFile _,
                    ParameterType.TemplateFile _ -> SCALAR;
            case ParameterType.YesNo _ -> ref("boolean");
            case ParameterType.WholeNumber _ -> any(
                    Schemas.type("integer"), pattern("^\\s*([-+]?\\d+|0o[0-7]+|0x[0-9a-fA-F]+)\\s*$"), EXPRESSION);
            case ParameterType.DecimalNumber _ -> any(
                    Schemas.type("number"), pattern("^\\s*[-+]?\\d*\\.?\\d+([eE][-+]?\\d+)?\\s*$"), EXPRESSION);
            case ParameterType.Choice choice -> choice(choice.allowed());
            case ParameterType.Mode _ -> any(
                    map("type", "integer", "minimum", 0),
                    pattern("^\\s*(0?o?[0-7]{1,5}|[ugoa]*[-+=][rwxXstugo]*([-+,=ugoarwxXst]*))\\s*$"), EXPRESSION);
            case ParameterType.Time _ -> ref("duration");
            case ParameterType.BareExpression _ -> ref("condition");
            case ParameterType.ListOf list -> any(oneOrList(type(list.item())), EXPRESSION);
            case ParameterType.MapOf map ->
                any(map("type", "object", "additionalProperties", type(map.value())), EXPRESSION);
            case ParameterType.Nested nested -> any(nested(nested.shape()), EXPRESSION);
            case ParameterType.Anything _ -> map();
        };
    }

    private static Map<String, Object> nested(RecordShape shape) {
        Map<String, Object> schema = record(shape);
        schema.putAll(required(shape));
        return schema;
    }
}
