package dev.runbook.variables;

import dev.runbook.inventory.VariableFiles;
import dev.runbook.inventory.Words;
import dev.runbook.language.Codes;
import dev.runbook.language.Diagnostic;
import dev.runbook.language.Diagnostics;
import dev.runbook.language.Node;
import dev.runbook.language.Source;
import dev.runbook.language.SourceLoader;
import dev.runbook.language.Span;
import dev.runbook.language.YamlReader;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The values of {@code -e}: {@code key=value key2="two words"}, whose values are text; a JSON or YAML mapping in braces,
 * whose values have types; {@code @FILE} with such a mapping. All are data; none is ever evaluated.
 */
public final class ExtraVariables {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private static final String ORIGIN = "-e";

    private final YamlReader yaml = new YamlReader();
    private final VariableFiles files = new VariableFiles(yaml, new SourceLoader());
    private final Path directory;
    private final PlainData data;
    private final Diagnostics diagnostics;
    private final List<Variable> variables = new ArrayList<>();

    private ExtraVariables(Path directory, Diagnostics diagnostics) {
        this.directory = directory;
        this.data = new PlainData(diagnostics);
        this.diagnostics = diagnostics;
    }

    /**
     * @param arguments as given, in order; a later one wins
     * @param directory where the paths of files start
     */
    public static Frame parse(List<String> arguments, Path directory, Diagnostics diagnostics) {
        ExtraVariables extra = new ExtraVariables(directory, diagnostics);
        arguments.forEach(extra::argument);
        return Frame.of(Precedence.EXTRA, ORIGIN, extra.variables);
    }

    private void argument(String text) {
        Source source = new Source(ORIGIN, null, text);
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
            files.read(name, directory.resolve(name), span, diagnostics).ifPresent(this::entries);
        } catch (InvalidPathException e) {
            diagnostics.error(Codes.FILE_MISSING.id(), span, "`" + name + "` cannot be the name of a file");
        }
    }

    private void mapping(Node node) {
        if (node instanceof Node.MappingNode mapping) {
            entries(mapping.entries());
        } else {
            diagnostics.error(
                    Codes.WRONG_SHAPE.id(),
                    node.span(),
                    "-e needs a mapping of names to values",
                    "write `-e '{\"name\": \"value\"}'`");
        }
    }

    private void entries(List<Node.Entry> entries) {
        for (Node.Entry entry : entries) {
            String name = entry.key().text();
            if (entry.value() instanceof Node.ScalarNode scalar && !scalar.tag().isEmpty()) {
                // Secret, or the content of a file: text all the same, and no template.
                variables.add(Variable.text(entry, Precedence.EXTRA, ORIGIN));
            } else {
                define(name, data.of(entry.value()), entry.key().span());
            }
        }
    }

    private void words(Source source, String text) {
        Words words = Words.split(source, 0, text, Words.Style.COMMAND_LINE);
        if (words.unclosed() != null) {
            diagnostics.error(Codes.UNCLOSED_QUOTE.id(), words.unclosed(), "This quote is not closed");
            return;
        }
        if (words.words().isEmpty()) {
            diagnostics.error(Codes.VARIABLE_EXPECTED.id(), Span.start(source), "-e is empty", "write `-e name=value`");
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
        diagnostics.add(Diagnostic.error(Codes.VARIABLE_EXPECTED.id(), span, "`" + text + "` should be name=value", hint));
    }

    private boolean isFile(String text) {
        try {
            return Files.isRegularFile(directory.resolve(text));
        } catch (InvalidPathException noPath) {
            return false;
        }
    }

    private void define(String name, @Nullable Object value, Span span) {
        if (!NAME.matcher(name).matches()) {
            diagnostics.error(
                    Codes.INVALID_NAME.id(),
                    span,
                    "`" + name + "` is not a variable name",
                    "names have letters, digits and `_`, and start with no digit");
            return;
        }
        variables.add(Variable.data(name, value, Precedence.EXTRA, ORIGIN, span));
    }
}
