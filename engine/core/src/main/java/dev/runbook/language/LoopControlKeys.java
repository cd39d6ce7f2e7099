package dev.runbook.language;

import dev.runbook.language.Keywords.Shape;
import java.util.List;
import java.util.Optional;

/** The keys of {@code loop_control}. */
public final class LoopControlKeys {
    private static final List<Key> ALL = List.of(
            new Key("loop_var", Shape.VARIABLE, "The variable that holds the item; `item` by default."),
            new Key("index_var", Shape.VARIABLE, "A variable that counts the items, from 0."),
            new Key("label", Shape.TEXT, "What the output shows of an item."),
            new Key("pause", Shape.DURATION, "How long to wait between items."),
            new Key("extended", Shape.BOOLEAN, "Defines `ansible_loop`, with `index`, `first`, `last` and `length`."),
            new Key("break_when", Shape.CONDITIONS, "Ends the loop after an item for which these conditions hold."));

    private LoopControlKeys() {}

    /** @param summary one sentence */
    public record Key(String name, Shape shape, String summary) {}

    /** In the order of the reference. */
    public static List<Key> all() {
        return ALL;
    }

    static Optional<Key> find(String name) {
        return ALL.stream().filter(key -> key.name().equals(name)).findFirst();
    }
}
