package dev.runbook.language;

import dev.runbook.language.Keywords.Keyword;
import dev.runbook.language.Keywords.Shape;
import dev.runbook.language.Node.Entry;
import dev.runbook.language.Node.MappingNode;
import dev.runbook.language.Node.ScalarNode;
import dev.runbook.language.Node.SequenceNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Checks that what stands behind a keyword has the shape it takes. */
final class KeywordShapes {
    private static final Pattern STRINGS = Pattern.compile("'(?:[^'\\\\]|\\\\.)*'|\"(?:[^\"\\\\]|\\\\.)*\"");
    private static final Set<String> RESERVED = Set.of(
            "inventory_hostname", "groups", "group_names", "hostvars", "play_hosts", "check_mode", "facts", "omit",
            "failed_task", "failed_result");

    private final Diagnostics diagnostics;

    KeywordShapes(Diagnostics diagnostics) {
        this.diagnostics = diagnostics;
    }

    static String what(Node node) {
        return switch (node) {
            case ScalarNode scalar when scalar.isNull() -> "nothing";
            case ScalarNode scalar -> "text";
            case SequenceNode sequence -> "a list";
            case MappingNode mapping -> "a mapping";
        };
    }

    static boolean hasTemplate(Node node) {
        return node instanceof ScalarNode scalar && scalar.text().replace("@@{", "").contains("@{");
    }

    /** Whether the value can be used; what is wrong with it has been said, also where parts can still be used. */
    boolean check(Keyword keyword, Entry entry) {
        Node value = entry.value();
        String name = keyword.name();
        if (value instanceof ScalarNode scalar && scalar.isNull()) {
            if (!keyword.mayBeEmpty()) {
                diagnostics.error(
                        Codes.MISSING_VALUE.id(), entry.key().span(), "`" + name + "` has no value",
                        "write " + expected(keyword.shape()) + " after it, or remove the line");
            }
            return false;
        }
        return switch (keyword.shape()) {
            case TEXT -> text(keyword, value);
            case BOOLEAN -> literal(keyword, value, scalar -> Literals.bool(scalar.text()));
            case COUNT -> literal(keyword, value, scalar -> Literals.count(scalar.text()));
            case DURATION -> literal(keyword, value, scalar -> Literals.duration(scalar.text()));
            case CONDITIONS -> conditions(name, value);
            case VARIABLE -> value instanceof ScalarNode scalar ? variable(scalar, "`" + name + "`") : wrong(keyword, value);
            case VARIABLES -> variables(keyword, value);
            case TEXTS, HOSTS -> texts(keyword, value);
            case TAGS -> tags(keyword, value);
            case MAPPING -> mapping(keyword, value);
            case LOOP -> loop(keyword, value);
            case LOOP_CONTROL -> value instanceof MappingNode || wrong(keyword, value);
            case STEPS, HANDLERS, ROLES, PROMPTS -> steps(keyword, value);
            case SERIAL -> serial(keyword, value);
            case PERCENTAGE -> literal(keyword, value, scalar -> Literals.percentage(scalar.text()));
            case DEFAULTS -> defaults(keyword, value);
        };
    }

    private static String expected(Shape shape) {
        return switch (shape) {
            case TEXT -> "text";
            case BOOLEAN -> "`true` or `false`";
            case COUNT -> "a whole number";
            case DURATION -> "a number of seconds, or one with a unit such as `2m`,";
            case CONDITIONS -> "an expression, or a list of them,";
            case VARIABLE -> "the name of a variable";
            case VARIABLES -> "a mapping of names to values";
            case TEXTS -> "text, or a list of texts,";
            case TAGS -> "a list of tags";
            case MAPPING -> "a mapping";
            case LOOP -> "a list, a mapping, or an expression in `@{ }`";
            case LOOP_CONTROL -> "a mapping";
            case STEPS -> "a list of tasks";
            case HANDLERS -> "a list of handlers";
            case HOSTS -> "a pattern, or a list of patterns,";
            case ROLES -> "a list of roles";
            case PROMPTS -> "a list of prompts";
            case SERIAL -> "a number of hosts, a percentage, or a list of these,";
            case PERCENTAGE -> "a number from 0 to 100";
            case DEFAULTS -> "a mapping of modules to their parameters";
        };
    }

    private boolean wrong(Keyword keyword, Node value, String... usual) {
        boolean noSpace = value instanceof ScalarNode scalar && !scalar.quoted()
                && YamlLines.NO_SPACE.matcher(scalar.text()).find();
        String[] hints = noSpace ? new String[] {"a space is missing after the `:`"} : usual;
        String expected = expected(keyword.shape());
        diagnostics.error(
                Codes.WRONG_SHAPE.id(), value.span(),
                "`" + keyword.name() + "` takes " + (expected.endsWith(",") ? expected : expected + ",") + " and this is "
                        + what(value),
                hints);
        return false;
    }

    private boolean text(Keyword keyword, Node value) {
        if (!(value instanceof ScalarNode scalar)) {
            return wrong(keyword, value);
        }
        bracesIn(value);
        if (keyword.values().isEmpty() || hasTemplate(scalar) || keyword.values().contains(scalar.text())) {
            return true;
        }
        diagnostics.error(
                Codes.WRONG_SHAPE.id(), value.span(), "`" + keyword.name() + "` cannot be `" + scalar.text() + "`",
                Suggestions.hint(scalar.text(), keyword.values())
                        .orElse("it can be " + Suggestions.either(keyword.values())));
        return false;
    }

    private boolean literal(Keyword keyword, Node value, java.util.function.Function<ScalarNode, Optional<?>> parse) {
        if (!(value instanceof ScalarNode scalar)) {
            return wrong(keyword, value);
        }
        if (hasTemplate(scalar) || parse.apply(scalar).isPresent()) {
            return true;
        }
        String shown = scalar.text().lines().findFirst().orElse("").strip();
        String expected = expected(keyword.shape());
        boolean braces = Braces.alone(scalar.text()).isPresent();
        boolean name = keyword.shape() == Shape.BOOLEAN && Literals.identifier(shown);
        diagnostics.error(
                braces ? Codes.JINJA_BRACES.id() : Codes.WRONG_SHAPE.id(), value.span(),
                "`" + keyword.name() + "` takes " + (expected.endsWith(",") ? expected : expected + ",") + " and this is `"
                        + shown + "`",
                braces
                        ? new String[] {"an expression is written `@{ }`: " + Quoting.quoted(Braces.translated(shown))}
                        : name ? boolHints(shown) : new String[0]);
        return false;
    }

    private static String[] boolHints(String shown) {
        Optional<String> near = Suggestions.hint(shown.toLowerCase(Locale.ROOT), List.of("true", "false"));
        return new String[] {near.orElse("for the value of a variable write \"@{" + shown + "}\"")};
    }

    private boolean conditions(String name, Node value) {
        switch (value) {
            case ScalarNode scalar -> condition(name, scalar);
            case SequenceNode sequence -> sequence.items().forEach(item -> {
                if (item instanceof ScalarNode scalar) {
                    condition(name, scalar);
                } else {
                    diagnostics.error(
                            Codes.WRONG_SHAPE.id(), item.span(), "A condition is an expression, and this is " + what(item));
                }
            });
            case MappingNode mapping -> {
                diagnostics.error(
                        Codes.WRONG_SHAPE.id(), value.span(), "`" + name + "` takes an expression, and this is a mapping",
                        "quote an expression that holds `: ` or begins with `{`");
                return false;
            }
        }
        return true;
    }

    private void condition(String name, ScalarNode scalar) {
        if (diagnostics.hasErrorAt(scalar.span())) {
            return;
        }
        if (scalar.isNull() || scalar.text().isBlank()) {
            diagnostics.error(Codes.MISSING_VALUE.id(), scalar.span(), "A condition of `" + name + "` is empty");
            return;
        }
        String code = STRINGS.matcher(scalar.text()).replaceAll("");
        boolean braces = (code.contains("{{") && code.contains("}}")) || code.contains("{%");
        if (braces || code.contains("@{")) {
            String bare = Braces.bare(scalar.text());
            diagnostics.error(
                    braces ? Codes.JINJA_BRACES.id() : Codes.TEMPLATE_IN_CONDITION.id(), scalar.span(),
                    "`" + name + "` is an expression by itself, without " + (braces ? "`{{ }}`" : "`@{ }`") + " around it",
                    bare.equals(scalar.text().strip()) || bare.contains("{{") || bare.contains("@{")
                            ? "name variables as they are: `version > 2`"
                            : "write `" + name + ": " + bare + "`");
        }
    }

    /** Whether a text is good as the name of a variable. */
    boolean variable(ScalarNode name, String where) {
        String text = name.text();
        if (RESERVED.contains(text)) {
            diagnostics.error(
                    Codes.RESERVED_NAME.id(), name.span(), "`" + text + "` is defined by the engine itself",
                    "choose another name");
            return false;
        }
        if (Literals.identifier(text)) {
            return true;
        }
        String better = text.strip().replaceAll("[^A-Za-z0-9_]+", "_").replaceAll("^_|_$", "").replaceAll("^(?=[0-9])", "_");
        boolean useful = Literals.identifier(better);
        diagnostics.error(
                Codes.INVALID_NAME.id(), name.span(),
                "`" + text + "` cannot be the name of a variable in " + where,
                useful ? "letters, digits and `_` can: `" + better + "`" : "a name has letters, digits and `_` only");
        return false;
    }

    private boolean variables(Keyword keyword, Node value) {
        if (!(value instanceof MappingNode mapping)) {
            return value instanceof SequenceNode
                    ? wrong(keyword, value, "write `name: value` without the `-`")
                    : wrong(keyword, value);
        }
        mapping.entries().forEach(entry -> {
            variable(entry.key(), "`" + keyword.name() + "`");
            bracesIn(entry.value());
        });
        return true;
    }

    private boolean mapping(Keyword keyword, Node value) {
        bracesIn(value);
        return value instanceof MappingNode
                || hasTemplate(value)
                || wrong(keyword, value, "write it as `name: value`, each on its own line below `" + keyword.name() + ":`");
    }

    private boolean texts(Keyword keyword, Node value) {
        if (value instanceof SequenceNode sequence) {
            if (sequence.items().isEmpty() && keyword.shape() == Shape.HOSTS) {
                diagnostics.error(Codes.MISSING_VALUE.id(), value.span(), "`hosts` is an empty list", "name a host or a group");
                return false;
            }
            sequence.items().forEach(item -> {
                if (keyword.name().equals("vars_files") && item instanceof SequenceNode choices) {
                    choices(keyword, choices);
                } else {
                    oneText(keyword, item);
                }
            });
        }
        bracesIn(value);
        return value instanceof SequenceNode || value instanceof ScalarNode || wrong(keyword, value);
    }

    private void choices(Keyword keyword, SequenceNode choices) {
        if (choices.items().isEmpty()) {
            diagnostics.error(
                    Codes.MISSING_VALUE.id(), choices.span(), "An empty list of files to choose from",
                    "the first that exists is used; end the list with one that always does");
        }
        choices.items().forEach(item -> oneText(keyword, item));
    }

    private void oneText(Keyword keyword, Node item) {
        if (!(item instanceof ScalarNode scalar) || scalar.isNull()) {
            diagnostics.error(
                    Codes.WRONG_SHAPE.id(), item.span(),
                    "`" + keyword.name() + "` takes a list of texts, and this is " + what(item));
        }
    }

    private boolean tags(Keyword keyword, Node value) {
        List<Node> items = value instanceof SequenceNode sequence ? sequence.items() : List.of(value);
        for (Node item : items) {
            if (!(item instanceof ScalarNode scalar) || scalar.isNull()) {
                return wrong(keyword, item);
            }
            if (hasTemplate(scalar)) {
                diagnostics.error(
                        Codes.WRONG_SHAPE.id(), scalar.span(), "A tag cannot hold an expression",
                        "tags are known before a run begins, for `--tags` and `--list-tags`");
            } else if (List.of(scalar.text().split(",", -1)).stream().anyMatch(String::isBlank)) {
                diagnostics.error(Codes.WRONG_SHAPE.id(), scalar.span(), "There is an empty tag here");
            }
        }
        return true;
    }

    private boolean loop(Keyword keyword, Node value) {
        if (!(value instanceof ScalarNode scalar) || hasTemplate(scalar)) {
            bracesIn(value);
            return true;
        }
        String text = scalar.text().strip();
        Optional<String> braces = Braces.alone(text);
        if (braces.isPresent() || text.contains("{{")) {
            diagnostics.error(
                    Codes.JINJA_BRACES.id(), scalar.span(), "`{{ }}` is Ansible's; here an expression is written `@{ }`",
                    "write `loop: \"@{" + Braces.bare(text) + "}\"`");
            return false;
        }
        return wrong(
                keyword, value, "for the value of an expression write `loop: \"@{" + text + "}\"`",
                "a list of one: `loop: [" + text.lines().collect(Collectors.joining(" ")) + "]`");
    }

    private boolean serial(Keyword keyword, Node value) {
        List<Node> sizes = value instanceof SequenceNode sequence ? sequence.items() : List.of(value);
        if (sizes.isEmpty()) {
            return wrong(keyword, value);
        }
        boolean good = true;
        for (Node size : sizes) {
            good &= literal(keyword, size, scalar -> Literals.batchSize(scalar.text()));
        }
        return good;
    }

    private boolean defaults(Keyword keyword, Node value) {
        if (!(value instanceof MappingNode mapping)) {
            return wrong(keyword, value, "write `module: {parameter: value}` below `" + keyword.name() + ":`");
        }
        bracesIn(value);
        boolean good = true;
        for (Entry entry : mapping.entries()) {
            if (!(entry.value() instanceof MappingNode)) {
                diagnostics.error(
                        Codes.WRONG_SHAPE.id(), entry.value().span(),
                        "The defaults of `" + entry.key().text() + "` are a mapping of parameters, and this is "
                                + what(entry.value()));
                good = false;
            }
        }
        return good;
    }

    private boolean steps(Keyword keyword, Node value) {
        if (value instanceof SequenceNode) {
            return true;
        }
        return wrong(keyword, value, "begin each with `- `");
    }

    /** Warns where <code>{{ name }}</code> alone is probably a slip; for other programs it passes through. */
    void bracesIn(Node value) {
        switch (value) {
            case ScalarNode scalar -> Braces.alone(scalar.text()).ifPresent(name -> {
                if (!diagnostics.hasErrorAt(scalar.span())) {
                    diagnostics.warning(
                            Codes.JINJA_BRACES.id(), scalar.span(), "`{{ }}` is passed on as it stands",
                            "for the value of `" + name + "` write \"@{" + name + "}\"");
                }
            });
            case SequenceNode sequence -> sequence.items().forEach(this::bracesIn);
            case MappingNode mapping -> mapping.entries().forEach(entry -> bracesIn(entry.value()));
        }
    }
}
