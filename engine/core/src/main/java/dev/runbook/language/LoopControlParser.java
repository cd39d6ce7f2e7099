package dev.runbook.language;

import dev.runbook.language.Keywords.Keyword;
import dev.runbook.language.Keywords.Level;
import dev.runbook.language.Node.Entry;
import dev.runbook.language.Node.MappingNode;
import dev.runbook.language.Node.ScalarNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Parses {@code loop_control}. */
final class LoopControlParser {
    private final KeywordShapes shapes;
    private final Diagnostics diagnostics;

    LoopControlParser(KeywordShapes shapes, Diagnostics diagnostics) {
        this.shapes = shapes;
        this.diagnostics = diagnostics;
    }

    Runbook.LoopControl parse(@Nullable Node node) {
        if (!(node instanceof MappingNode mapping)) {
            return Runbook.LoopControl.DEFAULT;
        }
        Map<String, Entry> valid = new LinkedHashMap<>();
        for (Entry entry : mapping.entries()) {
            String key = entry.key().text();
            Optional<LoopControlKeys.Key> known = LoopControlKeys.find(key);
            if (known.isEmpty()) {
                unknown(entry);
            } else if (shapes.check(
                    new Keyword(key, Set.of(Level.TASK), known.get().shape(), true, List.of(), ""), entry)) {
                valid.put(key, entry);
            }
        }
        Fields fields = new Fields(mapping, valid, diagnostics);
        ScalarNode loopVar = fields.scalar("loop_var");
        ScalarNode indexVar = fields.scalar("index_var");
        ScalarNode extended = fields.scalar("extended");
        if (extended != null && KeywordShapes.hasTemplate(extended)) {
            diagnostics.error(Codes.WRONG_SHAPE.id(), extended.span(), "`extended` is `true` or `false`, not an expression");
        }
        return new Runbook.LoopControl(
                loopVar == null ? Runbook.LoopControl.DEFAULT.loopVar() : loopVar.text(),
                indexVar == null ? null : indexVar.text(),
                fields.node("label"),
                fields.node("pause"),
                extended != null && Literals.bool(extended.text()).orElse(false),
                fields.conditions("break_when"));
    }

    private void unknown(Entry entry) {
        String key = entry.key().text();
        List<String> names = LoopControlKeys.all().stream().map(LoopControlKeys.Key::name).toList();
        String hint = key.equals("extended_allitems")
                ? "remove it: with `extended`, all items are there when they are used"
                : Suggestions.hint(key, names)
                        .orElse("it knows " + Suggestions.either(names.stream().sorted().toList()));
        diagnostics.error(
                Codes.UNKNOWN_KEYWORD.id(), entry.key().span(), "`" + key + "` is not a key of `loop_control`", hint);
    }
}
