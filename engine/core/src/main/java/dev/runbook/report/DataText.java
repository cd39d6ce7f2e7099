package dev.runbook.report;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Plain data as text for people: YAML over several lines, or flow on one. */
public final class DataText {
    private DataText() {}

    /** Block style, nested by indentation; text of several lines as a block. */
    public static String yaml(@Nullable Object data) {
        StringBuilder text = new StringBuilder();
        block(text, data, "");
        return text.toString();
    }

    private static void block(StringBuilder text, @Nullable Object data, String indent) {
        if (data instanceof Map<?, ?> map && !map.isEmpty()) {
            map.forEach((key, value) -> entry(text, indent + flow(key) + ":", value, indent));
        } else if (data instanceof Collection<?> list && !list.isEmpty()) {
            list.forEach(value -> entry(text, indent + "-", value, indent));
        } else {
            text.append(indent).append(flow(data)).append('\n');
        }
    }

    private static void entry(StringBuilder text, String head, @Nullable Object value, String indent) {
        boolean nested = (value instanceof Map<?, ?> map && !map.isEmpty())
                || (value instanceof Collection<?> list && !list.isEmpty());
        if (nested) {
            text.append(head).append('\n');
            block(text, value, indent + "  ");
        } else if (value instanceof String string && string.strip().contains("\n")) {
            text.append(head).append(string.endsWith("\n") ? " |" : " |-").append('\n');
            string.lines().forEach(line -> text.append(indent).append("  ").append(line).append('\n'));
        } else {
            text.append(head).append(' ').append(flow(value)).append('\n');
        }
    }

    /** On one line. */
    public static String flow(@Nullable Object data) {
        return switch (data) {
            case null -> "null";
            case Map<?, ?> map -> map.entrySet().stream()
                    .map(e -> flow(e.getKey()) + ": " + flow(e.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
            case Collection<?> list -> list.stream().map(DataText::flow).collect(Collectors.joining(", ", "[", "]"));
            case String string -> scalar(string);
            default -> data.toString();
        };
    }

    private static String scalar(String text) {
        boolean plain = !text.isEmpty()
                && text.equals(text.strip())
                && text.chars().noneMatch(c -> c < ' ' || "{}[],#&*!|>'\"%@`".indexOf(c) >= 0)
                && !text.contains(": ")
                && !text.endsWith(":")
                && !text.startsWith("- ")
                && !List.of("true", "false", "null", "~").contains(text)
                && !text.matches("[-+]?[0-9][0-9._eExo]*");
        return plain ? text : "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n").replace("\t", "\\t") + "\"";
    }
}
