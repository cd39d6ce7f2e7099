package dev.runbook.language;

import dev.runbook.language.Keywords.Keyword;
import dev.runbook.language.Keywords.Level;
import dev.runbook.language.Keywords.Shape;
import dev.runbook.language.Node.Entry;
import dev.runbook.language.Node.MappingNode;
import dev.runbook.language.Node.ScalarNode;
import dev.runbook.language.Node.SequenceNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Parses the entries of {@code roles} and {@code vars_prompt}. */
final class RoleUseParser {
    private static final List<String> NAMES = List.of("role", "name");
    /** Belong to the tasks of a play or block, not to a whole role. */
    private static final Set<String> NOT_OF_ROLES = Set.of("block", "rescue", "always", "notify");
    private static final Map<String, Shape> PROMPT = Map.of(
            "name", Shape.VARIABLE,
            "prompt", Shape.TEXT,
            "private", Shape.BOOLEAN,
            "confirm", Shape.BOOLEAN,
            "default", Shape.TEXT,
            "unsafe", Shape.BOOLEAN);

    private final KeywordShapes shapes;
    private final Diagnostics diagnostics;

    RoleUseParser(KeywordShapes shapes, Diagnostics diagnostics) {
        this.shapes = shapes;
        this.diagnostics = diagnostics;
    }

    List<Runbook.RoleUse> roles(@Nullable Node list) {
        List<Runbook.RoleUse> roles = new ArrayList<>();
        if (list instanceof SequenceNode sequence) {
            sequence.items().forEach(item -> role(item).ifPresent(roles::add));
        }
        return roles;
    }

    private Optional<Runbook.RoleUse> role(Node item) {
        return switch (item) {
            case ScalarNode name when !name.isNull() -> named(name, new Fields(
                    new MappingNode(List.of(), name.span()), Map.of(), diagnostics), List.of());
            case MappingNode mapping -> role(mapping);
            case ScalarNode nothing -> wrong(nothing);
            case SequenceNode sequence -> wrong(sequence);
        };
    }

    private Optional<Runbook.RoleUse> wrong(Node item) {
        diagnostics.error(
                Codes.WRONG_SHAPE.id(), item.span(), "A role is its name or a mapping, and this is " + KeywordShapes.what(item),
                "write `- name`, or `- role: name` with what it needs below it");
        return Optional.empty();
    }

    private Optional<Runbook.RoleUse> role(MappingNode mapping) {
        Map<String, Entry> valid = new LinkedHashMap<>();
        List<Entry> parameters = new ArrayList<>();
        ScalarNode name = null;
        for (Entry entry : mapping.entries()) {
            String key = entry.key().text();
            Optional<Keyword> keyword = Keywords.find(key)
                    .filter(k -> k.levels().contains(Level.BLOCK) && !NOT_OF_ROLES.contains(key));
            if (NAMES.contains(key)) {
                name = entry.value() instanceof ScalarNode text && !text.isNull() ? text : name;
            } else if (keyword.isPresent() && keyword.get().supported()) {
                if (shapes.check(keyword.get(), entry)) {
                    valid.put(key, entry);
                }
            } else if (shapes.variable(entry.key(), "the parameters of a role")) {
                near(entry);
                parameters.add(entry);
            }
        }
        if (name == null) {
            diagnostics.error(
                    Codes.MISSING_VALUE.id(), mapping.span(), "This entry of `roles` does not name a role",
                    "add `role: name`");
            return Optional.empty();
        }
        return named(name, new Fields(mapping, valid, diagnostics), parameters);
    }

    /** A parameter may have any name, so a keyword that is misspelt would be taken for one. */
    private void near(Entry entry) {
        String key = entry.key().text();
        List<String> keywords = Keywords.names(Level.BLOCK).stream().filter(name -> !NOT_OF_ROLES.contains(name)).toList();
        List<String> near = key.length() < 4 ? List.of() : Suggestions.nearest(key, keywords);
        if (!near.isEmpty() || key.equals("tag")) {
            diagnostics.warning(
                    Codes.UNKNOWN_KEYWORD.id(), entry.key().span(), "`" + key + "` is passed to the role as a parameter",
                    "if the keyword `" + (near.isEmpty() ? "tags" : near.getFirst()) + "` is meant, write that; put parameters"
                            + " into `vars`");
        }
    }

    private Optional<Runbook.RoleUse> named(ScalarNode name, Fields fields, List<Entry> parameters) {
        if (KeywordShapes.hasTemplate(name)) {
            diagnostics.error(
                    Codes.WRONG_SHAPE.id(), name.span(), "The roles of a play are read before the run, and this is an expression",
                    "`include_role`, in a task, chooses while the play runs");
            return Optional.empty();
        }
        return Optional.of(new Runbook.RoleUse(fields.common(), name, parameters));
    }

    List<Runbook.Prompt> prompts(@Nullable Node list) {
        List<Runbook.Prompt> prompts = new ArrayList<>();
        if (list instanceof SequenceNode sequence) {
            for (Node item : sequence.items()) {
                if (item instanceof MappingNode mapping) {
                    prompt(mapping).ifPresent(prompts::add);
                } else {
                    diagnostics.error(
                            Codes.WRONG_SHAPE.id(), item.span(),
                            "An entry of `vars_prompt` is a mapping, and this is " + KeywordShapes.what(item),
                            "write `- name: variable` with `prompt: What to ask` below it");
                }
            }
        }
        return prompts;
    }

    private Optional<Runbook.Prompt> prompt(MappingNode mapping) {
        Map<String, Entry> valid = new LinkedHashMap<>();
        for (Entry entry : mapping.entries()) {
            String key = entry.key().text();
            Shape shape = PROMPT.get(key);
            if (shape == null) {
                diagnostics.error(
                        Codes.UNKNOWN_KEYWORD.id(), entry.key().span(), "`" + key + "` is not a key of `vars_prompt`",
                        key.equals("encrypt") || key.startsWith("salt")
                                ? "remove it: a module that needs a hash makes it itself"
                                : Suggestions.hint(key, PROMPT.keySet()).orElse("it knows "
                                        + Suggestions.either(PROMPT.keySet().stream().sorted().toList())));
            } else if (shapes.check(new Keyword(key, Set.of(Level.PLAY), shape, true, List.of(), ""), entry)) {
                valid.put(key, entry);
            }
        }
        Fields fields = new Fields(mapping, valid, diagnostics);
        ScalarNode name = fields.scalar("name");
        if (name == null) {
            if (mapping.entry("name").isEmpty()) {
                diagnostics.error(
                        Codes.MISSING_VALUE.id(), mapping.span(), "This prompt does not say which variable it is for",
                        "add `name: variable`");
            }
            return Optional.empty();
        }
        return Optional.of(new Runbook.Prompt(
                name, fields.scalar("prompt"), flag(fields, "private", true), flag(fields, "confirm", false),
                fields.scalar("default")));
    }

    private static boolean flag(Fields fields, String key, boolean otherwise) {
        ScalarNode written = fields.scalar(key);
        return written == null ? otherwise : Literals.bool(written.text()).orElse(otherwise);
    }
}
