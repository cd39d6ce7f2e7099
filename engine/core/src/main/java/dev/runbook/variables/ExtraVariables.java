package dev.runbook.variables;

import dev.runbook.expression.Expressions;
import dev.runbook.inventory.VariableFiles;
import dev.runbook.inventory.Words;
import dev.runbook.language.Diagnostic;
import dev.runbook.language.Diagnostics;
import dev.runbook.language.Node;
import dev.runbook.language.Source;
import dev.runbook.language.Span;
import dev.runbook.language.YamlReader;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The values of {@code -e}: {@code key=value key2="two words"}, whose values are text; a JSON or YAML mapping in braces,
 * whose values have types; {@code @FILE} with such a mapping. All are data; none is ever evaluated.
 */
public final class ExtraVariables {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private final VariableFiles files;
    private final YamlReader yaml;
    private final PlainData data;
    private final Diagnostics diagnostics;
    private final Map<String, @Nullable Object> values = new LinkedHashMap<>();
    private final Map<String, Span> spans = new LinkedHashMap<>();

    private ExtraVariables(VariableFiles files, YamlReader yaml, Expressions expressions, Diagnostics diagnostics) {
        this.files = files;
        this.yaml = yaml;
        this.data = new PlainData(expressions, diagnostics);
        this.diagnostics = diagnostics;
    }

    /**
     * @param arguments as given, in order; a later one wins
     * @param expressions decrypts what is tagged {@code !secret} in a file
     */
    public static Frame parse(
            List<String> arguments,
            VariableFiles files,
            YamlReader yaml,
            Expressions expressions,
            Diagnostics diagnostics) {
        ExtraVariables extra = new ExtraVariables(files, yaml, expressions, diagnostics);
        arguments.forEach(extra::argument);
        return Frame.data(Precedence.EXTRA, "-e", extra.values, extra.spans);
    }

    private void argument(String text) {
        Source source = new Source("-e", null, text);
        String stripped = text.strip();
        if (stripped.startsWith("@")) {
            file(source, stripped.substring(1));
        } else if (stripped.startsWith("{") || stripped.startsWith("[")) {
            yaml.read(source, diagnostics).ifPresent(this::mapping);
        } else {
            words(source, text);
        }
    }

    private void file(Source source, String name) {
        Span span = source.span(0, source.text().length());
        try {
            files.read(name, Path.of(name), span, diagnostics).ifPresent(this::entries);
        } catch (InvalidPathException e) {
            diagnostics.error("file-missing", span, "`" + name + "` cannot be the name of a file");
        }
    }

    private void mapping(Node node) {
        if (node instanceof Node.MappingNode mapping) {
            entries(mapping.entries());
        } else {
            diagnostics.error(
                    "wrong-shape", node.span(), "-e needs a mapping of names to values", "write `-e '{\"name\": \"value\"}'`");
        }
    }

    private void entries(List<Node.Entry> entries) {
        entries.forEach(entry -> define(entry.key().text(), data.of(entry.value()), entry.key().span()));
    }

    private void words(Source source, String text) {
        Words words = Words.split(source, 0, text, Words.Style.COMMAND_LINE);
        if (words.unclosed() != null) {
            diagnostics.error("unclosed-quote", words.unclosed(), "This quote is not closed");
            return;
        }
        if (words.words().isEmpty()) {
            diagnostics.error("variable-expected", Span.start(source), "-e is empty", "write `-e name=value`");
        }
        for (Words.Word word : words.words()) {
            Span whole = source.span(word.start(), word.start() + word.raw().length());
            if (word.equals() <= 0) {
                notAVariable(word.text(), whole, words.words());
            } else {
                Span name = source.span(word.start(), word.start() + word.rawEquals());
                define(word.text().substring(0, word.equals()), word.text().substring(word.equals() + 1), name);
            }
        }
    }

    private void notAVariable(String text, Span span, List<Words.Word> all) {
        String hint;
        if (all.size() == 1 && isFile(text)) {
            hint = "to read variables from the file, write `-e @" + text + "`";
        } else if (all.size() > 1) {
            hint = "a value with spaces needs quotes of its own: `-e 'name=\"two words\"'`";
        } else {
            hint = "variables are `name=value`, a mapping in braces, or `@FILE`";
        }
        diagnostics.add(Diagnostic.error("variable-expected", span, "`" + text + "` should be name=value", hint));
    }

    private static boolean isFile(String text) {
        try {
            return Files.isRegularFile(Path.of(text));
        } catch (InvalidPathException noPath) {
            return false;
        }
    }

    private void define(String name, @Nullable Object value, Span span) {
        if (!NAME.matcher(name).matches()) {
            diagnostics.error(
                    "invalid-name",
                    span,
                    "`" + name + "` is not a variable name",
                    "names have letters, digits and `_`, and start with no digit");
            return;
        }
        values.put(name, value);
        spans.put(name, span);
    }
}
