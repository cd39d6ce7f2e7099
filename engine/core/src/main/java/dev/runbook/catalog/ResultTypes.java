package dev.runbook.catalog;

import dev.runbook.api.Content;
import dev.runbook.api.FileMode;
import dev.runbook.api.Payload;
import dev.runbook.api.Secret;
import dev.runbook.api.Value;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;

/** Says in plain words what a component of a result looks like to an expression; goes with {@link ResultData}. */
final class ResultTypes {
    private ResultTypes() {}

    static String describe(Type type) {
        if (type instanceof ParameterizedType parameterized) {
            Class<?> raw = (Class<?>) parameterized.getRawType();
            Type[] arguments = parameterized.getActualTypeArguments();
            if (Collection.class.isAssignableFrom(raw)) {
                return "list of " + describe(arguments[0]);
            }
            if (Map.class.isAssignableFrom(raw)) {
                return "mapping of names to " + describe(arguments[1]);
            }
            if (raw == Value.class) {
                return describe(arguments[0]);
            }
            return describe(raw);
        }
        return type instanceof Class<?> raw ? describe(raw) : "any value";
    }

    private static String describe(Class<?> raw) {
        if (raw == boolean.class || raw == Boolean.class) {
            return "boolean";
        }
        if (raw == double.class || raw == Double.class || raw == float.class) {
            return "number";
        }
        if (raw.isPrimitive() || Number.class.isAssignableFrom(raw)) {
            return "whole number";
        }
        if (raw == Duration.class) {
            return "number of seconds";
        }
        if (raw == FileMode.class) {
            return "octal text";
        }
        if (raw == Content.class || raw == Payload.class) {
            return "mapping with sha256, size";
        }
        if (raw == Secret.class) {
            return "secret text";
        }
        if (raw.isEnum()) {
            return Arrays.stream(raw.getEnumConstants())
                    .map(c -> Names.constant((Enum<?>) c))
                    .collect(Collectors.joining(", ", "one of ", ""));
        }
        if (raw.isRecord()) {
            return Arrays.stream(raw.getRecordComponents())
                    .map(c -> Names.snake(c.getName()))
                    .collect(Collectors.joining(", ", "mapping with ", ""));
        }
        return raw == Object.class ? "any value" : "text";
    }
}
