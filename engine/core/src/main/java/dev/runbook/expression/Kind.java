package dev.runbook.expression;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The kinds of data, and {@code ANY} for what is not known before it is evaluated. */
enum Kind {
    ANY("anything"),
    NULL("null"),
    TEXT("text"),
    INTEGER("number"),
    DECIMAL("number"),
    BOOLEAN("boolean"),
    LIST("list"),
    MAP("map"),
    OMIT("omit");

    private final String label;

    Kind(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    boolean number() {
        return this == INTEGER || this == DECIMAL;
    }

    static Kind of(@Nullable Object value) {
        return switch (value) {
            case null -> NULL;
            case String text -> TEXT;
            case Double number -> DECIMAL;
            case Number number -> INTEGER;
            case Boolean truth -> BOOLEAN;
            case List<?> list -> LIST;
            case Map<?, ?> map -> MAP;
            case Omit omit -> OMIT;
            default -> throw new IllegalArgumentException("not plain data: " + value.getClass());
        };
    }
}
