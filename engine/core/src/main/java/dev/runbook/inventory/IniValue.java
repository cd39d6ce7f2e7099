package dev.runbook.inventory;

import dev.runbook.language.Diagnostics;
import dev.runbook.language.Node;
import dev.runbook.language.Source;
import dev.runbook.language.Span;
import dev.runbook.language.YamlReader;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Values of an INI inventory. As in Ansible they are literals: numbers, {@code true} and {@code false}, quoted text,
 * lists and mappings in one line; everything else is text.
 */
final class IniValue {
    /** What looks like a number but starts with 0 is text: a mode, a postcode. */
    private static final Pattern NUMBER = Pattern.compile("[-+]?(0|[1-9][0-9]*)"
            + "|[-+]?([0-9]+\\.[0-9]*|\\.[0-9]+)([eE][-+]?[0-9]+)?"
            + "|[-+]?[0-9]+[eE][-+]?[0-9]+"
            + "|0x[0-9A-Fa-f]+|0o[0-7]+");

    private static final Pattern BOOLEAN = Pattern.compile("true|True|TRUE|false|False|FALSE");

    private final YamlReader yaml;

    IniValue(YamlReader yaml) {
        this.yaml = yaml;
    }

    /** @param text already without its quotes if {@code quoted} */
    Node of(String text, String raw, boolean quoted, Span span) {
        if (quoted) {
            return new Node.ScalarNode(text, true, "", span);
        }
        if (text.equals("None")) {
            return new Node.ScalarNode("null", false, "", span);
        }
        if (NUMBER.matcher(text).matches() || BOOLEAN.matcher(text).matches()) {
            return new Node.ScalarNode(text, false, "", span);
        }
        if (raw.matches("\\[.*]|\\{.*}")) {
            Node flow = flow(raw, span);
            if (flow != null) {
                return flow;
            }
        }
        return new Node.ScalarNode(text, true, "", span);
    }

    /** Padded so that the places YAML reports are the places in the inventory. */
    private @Nullable Node flow(String raw, Span span) {
        String padded = "\n".repeat(span.startLine() - 1) + " ".repeat(span.startColumn() - 1) + raw;
        Diagnostics ignored = new Diagnostics();
        Source source = new Source(span.source().name(), span.source().path(), padded);
        Node node = yaml.read(source, ignored).orElse(null);
        return node == null || node instanceof Node.ScalarNode || ignored.hasErrors()
                ? null
                : within(node, span.source());
    }

    private static Node within(Node node, Source source) {
        return switch (node) {
            case Node.ScalarNode scalar -> scalar(scalar, source);
            case Node.SequenceNode sequence -> new Node.SequenceNode(
                    sequence.items().stream().map(item -> within(item, source)).toList(),
                    within(sequence.span(), source));
            case Node.MappingNode mapping -> new Node.MappingNode(
                    mapping.entries().stream()
                            .map(e -> new Node.Entry(scalar(e.key(), source), within(e.value(), source)))
                            .toList(),
                    within(mapping.span(), source));
        };
    }

    private static Node.ScalarNode scalar(Node.ScalarNode scalar, Source source) {
        return new Node.ScalarNode(scalar.text(), scalar.quoted(), scalar.tag(), within(scalar.span(), source));
    }

    private static Span within(Span span, Source source) {
        return new Span(source, span.startLine(), span.startColumn(), span.endLine(), span.endColumn());
    }
}
