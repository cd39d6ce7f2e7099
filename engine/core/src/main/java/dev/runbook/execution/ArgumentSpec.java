package dev.runbook.execution;

import dev.runbook.api.Secret;
import dev.runbook.api.Unknown;
import dev.runbook.expression.Scope;
import dev.runbook.language.Codes;
import dev.runbook.language.Diagnostic;
import dev.runbook.language.Diagnostics;
import dev.runbook.language.Literals;
import dev.runbook.language.Node;
import dev.runbook.language.Suggestions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one entry point of a role takes.
 *
 * @param role its name, for messages
 */
record ArgumentSpec(String role, String entryPoint, List<Option> options) {
    private static final List<String> TYPES =
            List.of("str", "int", "float", "bool", "list", "dict", "path", "raw", "bytes", "bits", "json", "jsonarg", "sid");
    private static final List<String> KEYS = List.of(
            "type", "required", "default", "choices", "elements", "options", "description", "version_added", "no_log",
            "aliases", "apply_defaults", "deprecated_aliases", "removed_in_version");

    ArgumentSpec {
        options = List.copyOf(options);
    }

    /**
     * @param elements the type of a list's items; "" for any
     * @param choices empty for no limit
     * @param inner what a mapping, or each item of a list, has in it; empty for anything
     */
    record Option(
            String name, String type, boolean required, boolean hasDefault, String elements, List<String> choices,
            List<Option> inner) {}

    /** Reads {@code options}; what is unusable in it is reported and left out. */
    static List<Option> options(Node.MappingNode mapping, Diagnostics diagnostics) {
        List<Option> options = new ArrayList<>();
        for (Node.Entry entry : mapping.entries()) {
            if (entry.value() instanceof Node.MappingNode spec) {
                options.add(option(entry.key().text(), spec, diagnostics));
            } else if (entry.value() instanceof Node.ScalarNode none && none.isNull()) {
                options.add(new Option(entry.key().text(), "str", false, false, "", List.of(), List.of()));
            } else {
                diagnostics.add(Diagnostic.error(
                        Codes.ARGUMENT_SPEC.id(), entry.value().span(), "The spec of `" + entry.key().text()
                                + "` is a mapping with `type`, `required` and the like"));
            }
        }
        return options;
    }

    private static Option option(String name, Node.MappingNode spec, Diagnostics diagnostics) {
        for (Node.Entry entry : spec.entries()) {
            if (!KEYS.contains(entry.key().text())) {
                diagnostics.add(Diagnostic.error(
                        Codes.ARGUMENT_SPEC.id(), entry.key().span(),
                        "An argument spec has no `" + entry.key().text() + "`",
                        Suggestions.hint(entry.key().text(), KEYS).orElse("it has " + Suggestions.either(KEYS.subList(0, 7)))));
            }
        }
        List<String> choices = new ArrayList<>();
        if (spec.entry("choices").map(Node.Entry::value).orElse(null) instanceof Node.SequenceNode list) {
            list.items().forEach(item -> choices.add(item instanceof Node.ScalarNode text ? text.text() : ""));
        }
        Node inner = spec.entry("options").map(Node.Entry::value).orElse(null);
        return new Option(
                name, type(spec, "type", "str", diagnostics),
                Literals.bool(text(spec, "required", "false")).orElse(false),
                spec.entry("default").isPresent(),
                type(spec, "elements", "", diagnostics), List.copyOf(choices),
                inner instanceof Node.MappingNode mapping ? options(mapping, diagnostics) : List.of());
    }

    private static String type(Node.MappingNode spec, String key, String otherwise, Diagnostics diagnostics) {
        String type = text(spec, key, otherwise);
        if (!type.isEmpty() && !TYPES.contains(type)) {
            diagnostics.add(Diagnostic.error(
                    Codes.ARGUMENT_SPEC.id(), spec.entry(key).map(e -> e.value().span()).orElse(spec.span()),
                    "There is no type `" + type + "`",
                    Suggestions.hint(type, TYPES).orElse("there are " + String.join(", ", TYPES.subList(0, 8)))));
            return "raw";
        }
        return type;
    }

    private static String text(Node.MappingNode spec, String key, String otherwise) {
        return spec.entry(key).map(Node.Entry::value).orElse(null) instanceof Node.ScalarNode scalar
                ? scalar.text()
                : otherwise;
    }

    /** Everything that is wrong with what variables give the role; empty for nothing. */
    List<String> mistakes(Scope scope) {
        List<String> mistakes = new ArrayList<>();
        for (Option option : options) {
            Object value = scope.lookup(option.name());
            check(option, value == Scope.UNDEFINED ? null : value, option.name(), value != Scope.UNDEFINED, mistakes);
        }
        return mistakes;
    }

    private static void check(
            Option option, @Nullable Object value, String path, boolean given, List<String> mistakes) {
        if (!given || value == null) {
            if (option.required() && !option.hasDefault()) {
                mistakes.add("`" + path + "` is required" + (given ? ", and is null" : ", and nothing defines it"));
            }
            return;
        }
        if (value instanceof Unknown) {
            return; // a preview cannot tell yet
        }
        if (!fits(option.type(), value)) {
            mistakes.add("`" + path + "` must be " + noun(option.type()) + ", and is " + shown(value));
            return;
        }
        if (!option.choices().isEmpty() && !option.choices().contains(String.valueOf(value))) {
            mistakes.add("`" + path + "` must be " + Suggestions.either(option.choices()) + ", and is " + shown(value));
        }
        inside(option, value, path, mistakes);
    }

    private static void inside(Option option, Object value, String path, List<String> mistakes) {
        if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                Object item = list.get(i);
                String at = path + "[" + i + "]";
                if (!option.elements().isEmpty() && item != null && !(item instanceof Unknown) && !fits(option.elements(), item)) {
                    mistakes.add("`" + at + "` must be " + noun(option.elements()) + ", and is " + shown(item));
                } else if (item instanceof Map<?, ?> map) {
                    members(option.inner(), map, at, mistakes);
                }
            }
        } else if (value instanceof Map<?, ?> map) {
            members(option.inner(), map, path, mistakes);
        }
    }

    private static void members(List<Option> inner, Map<?, ?> map, String path, List<String> mistakes) {
        if (inner.isEmpty()) {
            return;
        }
        List<String> known = inner.stream().map(Option::name).toList();
        for (Object key : map.keySet()) {
            if (!known.contains(String.valueOf(key))) {
                mistakes.add("`" + path + "` takes no `" + key + "`"
                        + Suggestions.hint(String.valueOf(key), known).map(hint -> ": " + hint).orElse(""));
            }
        }
        inner.forEach(option -> check(
                option, map.get(option.name()), path + "." + option.name(), map.containsKey(option.name()), mistakes));
    }

    private static boolean fits(String type, Object value) {
        return switch (type) {
            case "str", "path", "bytes", "bits", "sid" -> !(value instanceof Map) && !(value instanceof List);
            case "int" -> value instanceof Long || value instanceof Integer || text(value).matches("[+-]?\\d+");
            case "float" -> value instanceof Number || text(value).matches("[+-]?\\d+(\\.\\d+)?([eE][+-]?\\d+)?");
            case "bool" -> value instanceof Boolean || Literals.bool(text(value)).isPresent()
                    || List.of("0", "1").contains(text(value));
            case "list" -> value instanceof List;
            case "dict" -> value instanceof Map;
            default -> true;
        };
    }

    private static String text(Object value) {
        return value instanceof Map || value instanceof List ? "" : value instanceof Secret s ? s.reveal() : value.toString();
    }

    private static String noun(String type) {
        return switch (type) {
            case "str", "bytes", "bits", "sid" -> "text";
            case "path" -> "a path";
            case "int" -> "a whole number";
            case "float" -> "a number";
            case "bool" -> "true or false";
            case "list" -> "a list";
            case "dict" -> "a mapping";
            default -> type;
        };
    }

    private static String shown(Object value) {
        return switch (value) {
            case Map<?, ?> map -> "a mapping";
            case List<?> list -> "a list";
            case Secret secret -> "a secret of another kind";
            default -> "`" + value + "`";
        };
    }
}
