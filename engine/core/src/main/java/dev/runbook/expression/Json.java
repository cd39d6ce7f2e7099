package dev.runbook.expression;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes data as JSON; written here because the library costs more to load than this to run. */
final class Json {
    private final StringBuilder out = new StringBuilder();
    private final int indent;
    private final Budget budget;

    private Json(int indent, Budget budget) {
        this.indent = indent;
        this.budget = budget;
    }

    /** @param indent spaces for each level, 0 for all on one line */
    static String write(@Nullable Object value, int indent, Budget budget) {
        var json = new Json(indent, budget);
        json.value(value, 0);
        return json.out.toString();
    }

    private void value(@Nullable Object value, int depth) {
        budget.step();
        budget.text(out.length());
        switch (value) {
            case null -> out.append("null");
            case String text -> string(text);
            case Double number -> out.append(Values.finite(number) ? Values.decimal(number) : "null");
            case List<?> list -> {
                out.append('[');
                String separator = "";
                for (Object item : list) {
                    out.append(separator);
                    separator = ",";
                    line(depth + 1);
                    value(item, depth + 1);
                }
                if (!list.isEmpty()) {
                    line(depth);
                }
                out.append(']');
            }
            case Map<?, ?> map -> {
                out.append('{');
                String separator = "";
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    out.append(separator);
                    separator = ",";
                    line(depth + 1);
                    string(String.valueOf(entry.getKey()));
                    out.append(indent > 0 ? ": " : ":");
                    value(entry.getValue(), depth + 1);
                }
                if (!map.isEmpty()) {
                    line(depth);
                }
                out.append('}');
            }
            case Number number -> out.append(number);
            case Boolean truth -> out.append(truth);
            default -> throw new IllegalArgumentException("not plain data: " + value.getClass());
        }
    }

    private void line(int depth) {
        if (indent > 0) {
            out.append('\n').append(" ".repeat(indent * depth));
        }
    }

    private void string(String text) {
        budget.step(1 + text.length() / 64);
        budget.text((long) out.length() + text.length());
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < 0x20 || c == 0x7f) {
                        out.append("\\u%04x".formatted((int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
