package dev.runbook.language;

import dev.runbook.language.EngineTasks.EngineTask;
import dev.runbook.language.EngineTasks.Parameter;
import dev.runbook.language.Keywords.Keyword;
import dev.runbook.language.Keywords.Level;
import dev.runbook.language.Keywords.Shape;
import dev.runbook.language.Node.Entry;
import dev.runbook.language.Node.MappingNode;
import dev.runbook.language.Node.ScalarNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Parses what stands behind {@code include_tasks}, {@code meta} and their like. */
final class EngineCallParser {
    private static final List<String> RESULTS =
            List.of("until", "retries", "delay", "changed_when", "failed_when", "async", "poll", "notify");
    private static final List<String> REPEATS = List.of("loop", "loop_control", "register");

    private final KeyChecker keys;
    private final Diagnostics diagnostics;

    EngineCallParser(KeyChecker keys, Diagnostics diagnostics) {
        this.keys = keys;
        this.diagnostics = diagnostics;
    }

    Runbook.EngineCall parse(EngineTask task, Entry written, Fields fields) {
        boolean include = task.name().startsWith("include_");
        RESULTS.forEach(keyword -> useless(task, fields, keyword));
        if (!include) {
            REPEATS.forEach(keyword -> useless(task, fields, keyword));
        }
        Map<String, Node> values = new LinkedHashMap<>();
        options(task, written, fields, values);
        String main = values.containsKey("dir") ? "dir" : task.parameters().getFirst().name();
        Node target = main.equals("dir") ? values.get(main) : values.remove(main);
        if (!(target instanceof ScalarNode named)) {
            boolean said = diagnostics.hasErrorAt(written.value().span()) || values.containsKey("");
            if (!said) {
                diagnostics.error(
                        Codes.MISSING_VALUE.id(), written.key().span(), "`" + task.name() + "` needs `" + main + "`",
                        task.freeForm().isEmpty()
                                ? "write `" + task.name() + ": {" + main + ": …}`"
                                : "write `" + task.name() + ": …`");
            }
            return new Runbook.EngineCall(new ScalarNode("", false, "", written.key().span()), Map.of(), null);
        }
        literal(task, named);
        Node apply = values.remove("apply");
        Runbook.Common applied = apply instanceof MappingNode mapping
                ? keys.check(mapping, Level.BLOCK).fields().common()
                : null;
        values.remove("");
        return new Runbook.EngineCall(named, values, applied);
    }

    private void options(EngineTask task, Entry written, Fields fields, Map<String, Node> values) {
        Node value = written.value();
        if (value instanceof ScalarNode text && !text.isNull()) {
            if (task.freeForm().isEmpty()) {
                diagnostics.error(
                        Codes.WRONG_SHAPE.id(), value.span(), "`" + task.name() + "` takes a mapping, and this is text",
                        "write `" + task.name() + ": {name: " + text.text() + "}`");
                values.put("", text);
                return;
            }
            keys.shapes().bracesIn(text);
            values.put(task.parameters().getFirst().name(), text);
        } else if (value instanceof MappingNode mapping) {
            mapping.entries().forEach(entry -> option(task, entry, values));
        } else if (!(value instanceof ScalarNode)) {
            diagnostics.error(
                    Codes.WRONG_SHAPE.id(), value.span(),
                    "`" + task.name() + "` takes " + (task.freeForm().isEmpty() ? "" : "text or ") + "a mapping, and this is "
                            + KeywordShapes.what(value));
            values.put("", value);
        }
        if (fields.node("args") instanceof MappingNode more) {
            more.entries().forEach(entry -> option(task, entry, values));
        }
    }

    private void option(EngineTask task, Entry entry, Map<String, Node> values) {
        String key = entry.key().text();
        Parameter parameter = task.parameter(key).orElse(null);
        if (parameter == null) {
            diagnostics.error(
                    Codes.UNKNOWN_PARAMETER.id(), entry.key().span(), "`" + task.name() + "` has no parameter `" + key + "`",
                    hint(task, key));
            return;
        }
        Keyword like = new Keyword(key, Set.of(Level.TASK), parameter.shape(), true, List.of(), "");
        if (!keys.shapes().check(like, entry)) {
            values.put("", entry.value());
            return;
        }
        boolean mayVary = List.of("file", "name", "dir").contains(key) || parameter.shape() == Shape.MAPPING;
        if (!mayVary && KeywordShapes.hasTemplate(entry.value())) {
            diagnostics.error(
                    Codes.WRONG_SHAPE.id(), entry.value().span(), "`" + key + "` of `" + task.name()
                            + "` cannot hold an expression");
            return;
        }
        values.put(key, entry.value());
    }

    private static String hint(EngineTask task, String key) {
        List<String> known = task.parameters().stream().map(Parameter::name).toList();
        if (Keywords.find(key).isPresent()) {
            return "`" + key + "` is a keyword: it stands beside `" + task.name() + "`, not below it";
        }
        return Suggestions.hint(key, known).orElse("variables for it go into `vars`, beside `" + task.name() + "`");
    }

    private void literal(EngineTask task, ScalarNode named) {
        if (task.name().equals("meta")) {
            if (!EngineTasks.META.contains(named.text())) {
                diagnostics.error(
                        Codes.WRONG_SHAPE.id(), named.span(), "`meta` cannot do `" + named.text() + "`",
                        Suggestions.hint(named.text(), EngineTasks.META)
                                .orElse("it can do " + Suggestions.either(EngineTasks.META)));
            }
        }
    }

    private void useless(EngineTask task, Fields fields, String keyword) {
        @Nullable Entry entry = fields.entry(keyword);
        if (entry == null) {
            return;
        }
        String hint = task.name().startsWith("import_") && REPEATS.contains(keyword)
                ? "`" + task.name().replace("import", "include") + "` can have it"
                : task.name().equals("meta") ? "remove it" : "put it on the tasks inside";
        diagnostics.error(
                Codes.MISPLACED_KEYWORD.id(), entry.key().span(), "`" + keyword + "` does not go with `" + task.name() + "`",
                hint);
    }
}
