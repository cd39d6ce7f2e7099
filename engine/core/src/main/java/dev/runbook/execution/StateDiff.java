package dev.runbook.execution;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import dev.runbook.api.Content;
import dev.runbook.api.FileMode;
import dev.runbook.api.Momentary;
import dev.runbook.api.Observed;
import dev.runbook.api.Secret;
import dev.runbook.api.Value;
import dev.runbook.catalog.RecordFields;
import java.lang.annotation.Annotation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compares two states of a resource, whatever module they belong to. */
public final class StateDiff {
    private StateDiff() {}

    /** What is compared of a state. */
    public enum Scope {
        /** Everything managed: a difference is a change. */
        CHANGE,
        /** Without what is true only at the moment of the change: a difference is a lack of convergence. */
        CONVERGENCE
    }

    /** Whether two states of one type differ in what is managed. */
    public static boolean differ(Record current, Record wanted, Scope scope) {
        for (RecordFields.Field component : components(current, scope)) {
            if (valuesDiffer(get(component, current), get(component, wanted), scope)) {
                return true;
            }
        }
        return false;
    }

    private static boolean valuesDiffer(@Nullable Object before, @Nullable Object after, Scope scope) {
        if (after instanceof Value.Later<?> || before instanceof Value.Later<?>) {
            return false;
        }
        if (before instanceof Record a && after instanceof Record b && a.getClass() == b.getClass() && !isLeaf(a)) {
            return differ(a, b, scope);
        }
        if (before instanceof Map<?, ?> a && after instanceof Map<?, ?> b) {
            return !a.keySet().equals(b.keySet())
                    || a.keySet().stream().anyMatch(key -> valuesDiffer(a.get(key), b.get(key), scope));
        }
        return !Objects.equals(before, after);
    }

    /** Whether anything in a state is decided only when the change is made, at any depth. */
    static boolean hasLater(@Nullable Object value) {
        return switch (value) {
            case null -> false;
            case Value.Later<?> later -> true;
            case Map<?, ?> map -> map.values().stream().anyMatch(StateDiff::hasLater);
            case List<?> list -> list.stream().anyMatch(StateDiff::hasLater);
            case Record state when !isLeaf(state) -> {
                for (RecordFields.Field field : RecordFields.of(state)) {
                    if (hasLater(field.in(state))) {
                        yield true;
                    }
                }
                yield false;
            }
            default -> false;
        };
    }

    /**
     * The difference as text: one {@code -}/{@code +} pair a component, then the content line by line.
     *
     * @param before null where the resource is not there
     * @param after null where it will not be there
     */
    public static String text(String target, @Nullable Record before, @Nullable Record after) {
        StringBuilder fields = new StringBuilder();
        StringBuilder contents = new StringBuilder();
        Record shape = Objects.requireNonNull(before == null ? after : before);
        for (RecordFields.Field component : components(shape, Scope.CHANGE)) {
            append(
                    name(component),
                    before == null ? null : get(component, before),
                    after == null ? null : get(component, after),
                    fields,
                    contents,
                    target);
        }
        if (fields.isEmpty() && contents.isEmpty()) {
            return "";
        }
        String head = "--- " + target + (before == null ? " (absent)" : "") + "\n+++ " + target
                + (after == null ? " (absent)" : "") + "\n";
        return head + fields + contents;
    }

    private static void append(
            String name,
            @Nullable Object before,
            @Nullable Object after,
            StringBuilder fields,
            StringBuilder contents,
            String target) {
        if (!valuesDiffer(before, after, Scope.CHANGE) && !(before == null && after instanceof Value.Later<?>)) {
            return;
        }
        if (before instanceof Content || after instanceof Content) {
            contents.append(contentDiff(name, (Content) before, (Content) after));
            return;
        }
        if (isStructure(before) || isStructure(after)) {
            for (String key : keys(before, after)) {
                append(name + "." + key, at(before, key), at(after, key), fields, contents, target);
            }
            return;
        }
        if (!isEmpty(before)) {
            fields.append('-').append(name).append(": ").append(show(before)).append('\n');
        }
        if (!isEmpty(after)) {
            fields.append('+').append(name).append(": ").append(show(after)).append('\n');
        }
    }

    private static String contentDiff(String name, @Nullable Content before, @Nullable Content after) {
        String a = before == null ? "" : before.text();
        String b = after == null ? "" : after.text();
        if (a == null || b == null) {
            return (before == null ? "" : "-" + name + ": " + before + "\n")
                    + (after == null ? "" : "+" + name + ": " + after + "\n");
        }
        List<String> left = lines(a);
        List<String> right = lines(b);
        List<String> unified =
                UnifiedDiffUtils.generateUnifiedDiff("a", "b", left, DiffUtils.diff(left, right), 3);
        StringBuilder text = new StringBuilder();
        // The library counts lines from 1 even where there are none.
        unified.stream().skip(2).forEach(line -> text.append(
                        line.replaceFirst("^@@ -1,0 ", "@@ -0,0 ").replaceFirst("^(@@ -\\S+) \\+1,0 @@", "$1 +0,0 @@"))
                .append('\n'));
        return text.toString();
    }

    /** A last line without an end is marked, as every diff does it: it is a difference that cannot be seen otherwise. */
    private static List<String> lines(String text) {
        if (text.isEmpty()) {
            return List.of();
        }
        List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
        if (lines.getLast().isEmpty()) {
            lines.removeLast();
        } else {
            lines.set(lines.size() - 1, lines.getLast() + "\n\\ No newline at end of file");
        }
        return lines;
    }

    private static boolean isLeaf(Record value) {
        return value instanceof Content || value instanceof Value.Of<?> || value instanceof Value.Later<?>;
    }

    private static boolean isStructure(@Nullable Object value) {
        return value instanceof Map<?, ?> || (value instanceof Record entry && !isLeaf(entry));
    }

    private static Set<String> keys(@Nullable Object before, @Nullable Object after) {
        Set<String> keys = new LinkedHashSet<>();
        for (Object side : new @Nullable Object[] {before, after}) {
            if (side instanceof Map<?, ?> map) {
                map.keySet().forEach(key -> keys.add(String.valueOf(key)));
            } else if (side instanceof Record entry) {
                components(entry, Scope.CHANGE).forEach(c -> keys.add(name(c)));
            }
        }
        return keys;
    }

    private static @Nullable Object at(@Nullable Object value, String key) {
        if (value instanceof Map<?, ?> map) {
            return map.get(key);
        }
        if (value instanceof Record entry) {
            for (RecordFields.Field component : components(entry, Scope.CHANGE)) {
                if (name(component).equals(key)) {
                    return get(component, entry);
                }
            }
        }
        return null;
    }

    private static boolean isEmpty(@Nullable Object value) {
        return value == null
                || Boolean.FALSE.equals(value)
                || (value instanceof Value.Of<?> of && of.value() == null)
                || (value instanceof List<?> list && list.isEmpty())
                || "".equals(value);
    }

    private static String show(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case Value.Of<?> of -> show(of.value());
            case Value.Later<?> later -> "(known after the change: " + later.why() + ")";
            case Secret secret -> secret.toString();
            case Enum<?> constant -> constant.name().toLowerCase(Locale.ROOT);
            case FileMode mode -> mode.toString();
            case Duration duration -> duration.toSeconds() + "s";
            case List<?> list -> "[" + String.join(", ", list.stream().map(StateDiff::show).toList()) + "]";
            default -> String.valueOf(value);
        };
    }

    private static List<RecordFields.Field> components(Record state, Scope scope) {
        List<RecordFields.Field> result = new ArrayList<>();
        for (RecordFields.Field field : RecordFields.of(state)) {
            if (!has(field, Observed.class)
                    && (scope == Scope.CHANGE || !has(field, Momentary.class))) {
                result.add(field);
            }
        }
        return result;
    }

    private static boolean has(RecordFields.Field field, Class<? extends Annotation> annotation) {
        return field.component().isAnnotationPresent(annotation);
    }

    private static @Nullable Object get(RecordFields.Field field, Record record) {
        return field.in(record);
    }

    /** createHome is create_home to users. */
    static String name(RecordFields.Field field) {
        return field.component().getName().replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
    }
}
