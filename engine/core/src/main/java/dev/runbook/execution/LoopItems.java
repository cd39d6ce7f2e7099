package dev.runbook.execution;

import dev.runbook.language.Diagnostic;
import dev.runbook.language.RunbookException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The items of a loop and the variables they bring. */
final class LoopItems {
    private LoopItems() {}

    /** A list as it is; a map as entries with {@code key} and {@code value}. */
    static List<@Nullable Object> of(@Nullable Object items, Program.Loop loop) {
        return switch (items) {
            case List<?> list -> new ArrayList<@Nullable Object>(list);
            case Map<?, ?> map -> {
                List<@Nullable Object> entries = new ArrayList<>();
                map.forEach((key, value) -> {
                    Map<String, @Nullable Object> entry = new LinkedHashMap<>();
                    entry.put("key", key);
                    entry.put("value", value);
                    entries.add(entry);
                });
                yield entries;
            }
            case null -> throw notAList("null", loop);
            default -> throw notAList(items instanceof String ? "text" : items.toString(), loop);
        };
    }

    private static RunbookException notAList(String what, Program.Loop loop) {
        return new RunbookException(Diagnostic.error(
                "loop-not-a-list",
                loop.items().span(),
                "loop needs a list or a mapping, not " + what,
                "for a single item write loop: [item]; to split text use split(text, ',')"));
    }

    static Map<String, @Nullable Object> variables(List<@Nullable Object> items, int index, Program.Loop loop) {
        Map<String, @Nullable Object> variables = new LinkedHashMap<>();
        variables.put(loop.loopVar(), items.get(index));
        if (loop.indexVar() != null) {
            variables.put(loop.indexVar(), (long) index);
        }
        if (loop.extended()) {
            Map<String, @Nullable Object> about = new LinkedHashMap<>();
            about.put("index", (long) index + 1);
            about.put("index0", (long) index);
            about.put("revindex", (long) items.size() - index);
            about.put("revindex0", (long) items.size() - index - 1);
            about.put("first", index == 0);
            about.put("last", index == items.size() - 1);
            about.put("length", (long) items.size());
            about.put("allitems", items);
            if (index > 0) {
                about.put("previtem", items.get(index - 1));
            }
            if (index < items.size() - 1) {
                about.put("nextitem", items.get(index + 1));
            }
            variables.put("ansible_loop", about);
        }
        return variables;
    }
}
