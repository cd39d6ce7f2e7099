package dev.runbook.catalog;

import dev.runbook.expression.Expression;
import dev.runbook.expression.Expressions;
import dev.runbook.language.Codes;
import dev.runbook.language.Diagnostic;
import dev.runbook.language.Diagnostics;
import dev.runbook.language.Node;
import dev.runbook.language.Node.Entry;
import dev.runbook.language.Node.MappingNode;
import dev.runbook.language.Node.ScalarNode;
import dev.runbook.language.Node.SequenceNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** Compiles one value for a type: literals at once from their source text, the rest to expressions. */
final class ValueCompiler {
    private final Expressions expressions;
    private final LocalFiles files;
    private final Diagnostics diagnostics;
    private final boolean onHost;

    /** @param onHost whether files that the task names are on the host, not on this side */
    ValueCompiler(Expressions expressions, LocalFiles files, Diagnostics diagnostics, boolean onHost) {
        this.onHost = onHost;
        this.expressions = expressions;
        this.files = files;
        this.diagnostics = diagnostics;
    }

    /**
     * @param label how messages call the parameter
     */
    Slot compile(ParameterType declared, Node node, String label, boolean acceptsUnknown) {
        ParameterType type = onHost && declared instanceof ParameterType.LocalFile ? new ParameterType.HostFile() : declared;
        return switch (type) {
            case ParameterType.Anything _ -> computed(type, node, label, acceptsUnknown);
            case ParameterType.BareExpression _ -> bare(type, node, label, acceptsUnknown);
            case ParameterType.ListOf list -> list(list, node, label, acceptsUnknown);
            case ParameterType.MapOf map -> map(map, node, label, acceptsUnknown);
            case ParameterType.Nested nested -> nested(nested, node, label, acceptsUnknown);
            default -> node instanceof ScalarNode scalar
                    ? scalar(type, scalar, label, acceptsUnknown)
                    : wrongShape(type, node, label);
        };
    }

    private Slot computed(ParameterType type, Node node, String label, boolean acceptsUnknown) {
        return new Slots.Computed(expressions.value(node, diagnostics), type, acceptsUnknown, label, node.span());
    }

    private Slot wrongShape(ParameterType type, Node node, String label) {
        String found = switch (node) {
            case SequenceNode _ -> "a list";
            case MappingNode _ -> "a mapping";
            case ScalarNode scalar -> scalar.isNull() ? "nothing" : "text";
        };
        diagnostics.error(Codes.WRONG_SHAPE.id(), node.span(), label + ": expected " + type.describe() + ", but this is " + found);
        return new Slots.Broken();
    }

    private Slot scalar(ParameterType type, ScalarNode scalar, String label, boolean acceptsUnknown) {
        if (scalar.isNull()) {
            return wrongShape(type, scalar, label);
        }
        int before = diagnostics.all().size();
        Expression expression = expressions.value(scalar, diagnostics);
        if (diagnostics.all().size() > before && diagnostics.hasErrors()) {
            return new Slots.Broken();
        }
        if (!scalar.tag().isEmpty() || !expression.literal()) {
            return new Slots.Computed(expression, type, acceptsUnknown, label, scalar.span());
        }
        String text = scalar.text();
        if (text.contains("@{") && expression.evaluate(Binder.NO_VARIABLES) instanceof String unescaped) {
            text = unescaped;
        }
        return literal(type, text, scalar, label);
    }

    private Slot literal(ParameterType type, String text, ScalarNode scalar, String label) {
        return switch (type) {
            case ParameterType.LocalFile _ -> file(text, scalar, label);
            case ParameterType.TemplateFile _ -> template(text, scalar, label);
            default -> {
                try {
                    yield new Slots.Fixed(Conversion.text(type, text));
                } catch (ConversionException e) {
                    diagnostics.error(Codes.WRONG_TYPE.id(), scalar.span(), label + ": " + e.getMessage(), e.hints());
                    yield new Slots.Broken();
                }
            }
        };
    }

    private Slot file(String name, ScalarNode scalar, String label) {
        var found = files.find(name, FileLocator.Kind.FILE, label, scalar.span(), diagnostics);
        return found == null
                ? new Slots.Broken()
                : new Slots.LocalFile(name, found.path(), files, scalar.span());
    }

    private Slot template(String name, ScalarNode scalar, String label) {
        var found = files.find(name, FileLocator.Kind.TEMPLATE, label, scalar.span(), diagnostics);
        Expression compiled = found == null ? null : files.template(found, scalar.span(), diagnostics);
        return compiled == null ? new Slots.Broken() : new Slots.TemplateFile(name, compiled);
    }

    private Slot bare(ParameterType type, Node node, String label, boolean acceptsUnknown) {
        if (!(node instanceof ScalarNode scalar) || scalar.isNull()) {
            return wrongShape(type, node, label);
        }
        return new Slots.Bare(expressions.condition(scalar, diagnostics), scalar.text(), acceptsUnknown);
    }

    private Slot list(ParameterType.ListOf type, Node node, String label, boolean acceptsUnknown) {
        return switch (node) {
            case SequenceNode sequence -> {
                var items = new ArrayList<Slot>();
                for (Node item : sequence.items()) {
                    items.add(compile(type.item(), item, label, acceptsUnknown));
                }
                yield new Slots.Items(items);
            }
            case ScalarNode scalar when !(type.item() instanceof ParameterType.BareExpression)
                    && !scalar.isNull()
                    && scalar.text().strip().startsWith("@{") ->
                // The expression may give the whole list, so its value decides.
                dynamicOr(type, scalar, label, acceptsUnknown);
            case ScalarNode scalar -> single(type, scalar, label, acceptsUnknown);
            case MappingNode mapping when type.item() instanceof ParameterType.Nested
                    || type.item() instanceof ParameterType.MapOf
                    || type.item() instanceof ParameterType.Anything ->
                new Slots.Items(List.of(compile(type.item(), mapping, label, acceptsUnknown)));
            case MappingNode mapping -> wrongShape(type, mapping, label);
        };
    }

    private Slot dynamicOr(ParameterType.ListOf type, ScalarNode scalar, String label, boolean acceptsUnknown) {
        Slot computed = computed(type, scalar, label, acceptsUnknown);
        return computed instanceof Slots.Computed c && c.expression().literal()
                ? single(type, scalar, label, acceptsUnknown)
                : computed;
    }

    private Slot single(ParameterType.ListOf type, ScalarNode scalar, String label, boolean acceptsUnknown) {
        if (type.item() instanceof ParameterType.Text
                && !scalar.quoted()
                && scalar.text().matches("[\\w.+-]+(?:\\s*,\\s*[\\w.+-]+)+")) {
            diagnostics.add(Diagnostic.warning(
                    Codes.COMMA_IN_VALUE.id(),
                    scalar.span(),
                    label + " takes a list; this is one value with commas in it",
                    "write a list: [" + String.join(", ", scalar.text().split("\\s*,\\s*")) + "]",
                    "quote it if one value is meant"));
        }
        return new Slots.Items(List.of(compile(type.item(), scalar, label, acceptsUnknown)));
    }

    private Slot map(ParameterType.MapOf type, Node node, String label, boolean acceptsUnknown) {
        if (node instanceof MappingNode mapping) {
            var fields = new LinkedHashMap<String, Slot>();
            for (Entry entry : mapping.entries()) {
                String inner = "`" + entry.key().text() + "` in " + label;
                fields.put(entry.key().text(), compile(type.value(), entry.value(), inner, acceptsUnknown));
            }
            return new Slots.Fields(fields);
        }
        return expressionOnly(type, node, label, acceptsUnknown);
    }

    private Slot nested(ParameterType.Nested type, Node node, String label, boolean acceptsUnknown) {
        if (node instanceof MappingNode mapping) {
            String name = label.startsWith("`") ? label.substring(1, label.indexOf('`', 1)) : label;
            var written = mapping.entries().stream()
                    .map(e -> new RecordCompiler.Written(e.key().text(), e.key().span(), e.value()))
                    .toList();
            return new RecordCompiler(type.shape(), name, this, diagnostics, mapping.span())
                    .compile(written, List.of(), true);
        }
        return expressionOnly(type, node, label, acceptsUnknown);
    }

    /** A scalar can only stand for a mapping where it is an expression. */
    private Slot expressionOnly(ParameterType type, Node node, String label, boolean acceptsUnknown) {
        if (node instanceof ScalarNode scalar && !scalar.isNull()) {
            Slot computed = computed(type, scalar, label, acceptsUnknown);
            if (computed instanceof Slots.Computed c && !c.expression().literal()) {
                return computed;
            }
        }
        return wrongShape(type, node, label);
    }
}
