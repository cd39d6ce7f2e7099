package dev.runbook.expression;

import dev.runbook.language.Diagnostic;
import dev.runbook.language.Diagnostics;
import dev.runbook.language.Node;
import dev.runbook.language.RunbookException;
import dev.runbook.language.Source;
import dev.runbook.language.Span;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Compiles expressions to MVEL. Immutable; may be used by several threads at once. */
public final class MvelExpressions implements Expressions {
    private final ExpressionOptions options;

    /** With {@link ExpressionOptions#standard standard} options. */
    public MvelExpressions(Path baseDirectory) {
        this(ExpressionOptions.standard(baseDirectory));
    }

    public MvelExpressions(ExpressionOptions options) {
        this.options = options;
    }

    @Override
    public Path baseDirectory() {
        return options.base();
    }

    @Override
    public Expression condition(Node.ScalarNode scalar, Diagnostics diagnostics) {
        var found = new Diagnostics();
        String text = scalar.text();
        Positions positions = Positions.of(scalar);
        if (!scalar.tag().isEmpty() && !textTag(scalar)) {
            found.error("syntax", scalar.span(), "a condition is a bare expression, without `" + scalar.tag() + "`");
        } else if (text.strip().startsWith("@{")) {
            int start = text.indexOf("@{");
            int close = TextParser.close(text, start + 2, text.length());
            found.error("template-in-condition", positions.span(start, start + 2), "conditions are bare expressions, without @{ }",
                    close < 0 ? "leave out the @{" : "write " + Values.cut(text.substring(start + 2, close).strip(), 80));
        } else if (scalar.isNull() || text.isBlank()) {
            found.error("syntax", scalar.span(), "a condition is missing");
        }
        Program program = found.hasErrors() ? null : Program.compile(text, positions, Set.of(), true, found);
        found.all().forEach(diagnostics::add);
        return program == null ? new Compiled.Broken(found.all(), scalar.span())
                : new Compiled.Single(program, options, scalar.span());
    }

    @Override
    public Expression value(Node node, Diagnostics diagnostics) {
        return switch (node) {
            case Node.ScalarNode scalar -> scalar(scalar, diagnostics);
            case Node.SequenceNode sequence -> {
                List<Expression> items = new ArrayList<>();
                sequence.items().forEach(item -> items.add(value(item, diagnostics)));
                yield new Compiled.Sequence(List.copyOf(items), sequence.span());
            }
            case Node.MappingNode mapping -> {
                List<Expression> keys = new ArrayList<>();
                List<Expression> values = new ArrayList<>();
                for (Node.Entry entry : mapping.entries()) {
                    keys.add(text(entry.key(), diagnostics));
                    values.add(value(entry.value(), diagnostics));
                }
                yield new Compiled.Mapping(List.copyOf(keys), List.copyOf(values), mapping.span());
            }
        };
    }

    private Expression scalar(Node.ScalarNode scalar, Diagnostics diagnostics) {
        return switch (scalar.tag()) {
            case "!secret" -> {
                options.decryptor().check(scalar, diagnostics);
                yield new Compiled.Encrypted(scalar, options.decryptor());
            }
            case "!file" -> file(scalar, diagnostics);
            default -> {
                if (!scalar.quoted() && !textTag(scalar) && scalar.text().indexOf('@') < 0) {
                    TextParser.jinja(scalar.text(), Positions.of(scalar), diagnostics);
                    yield new Compiled.Literal(CoreSchema.resolve(scalar.text()), scalar.span());
                }
                yield parse(scalar, diagnostics);
            }
        };
    }

    private static boolean textTag(Node.ScalarNode scalar) {
        return scalar.tag().equals("!") || scalar.tag().equals("!!str") || scalar.tag().equals("tag:yaml.org,2002:str");
    }

    private Expression parse(Node.ScalarNode scalar, Diagnostics diagnostics) {
        Span span = scalar.span();
        var found = new Diagnostics();
        List<Compiled.Text.Part> parts = new TextParser(scalar.text(), Positions.of(scalar), found).parse();
        found.all().forEach(diagnostics::add);
        if (found.hasErrors()) {
            return new Compiled.Broken(found.all(), span);
        }
        if (parts.stream().allMatch(part -> part.program() == null)) {
            return new Compiled.Literal(parts.isEmpty() ? "" : parts.getFirst().words(), span);
        }
        Program only = parts.size() == 1 && parts.getFirst().words().isEmpty() ? parts.getFirst().program() : null;
        return only != null ? new Compiled.Single(only, options, span) : new Compiled.Text(List.copyOf(parts), options, span);
    }

    private Expression file(Node.ScalarNode scalar, Diagnostics diagnostics) {
        Expression path = parse(scalar, diagnostics);
        var file = new Compiled.FileContent(path, options);
        if (path instanceof Compiled.Literal) {
            try {
                file.evaluate(Nothing.SCOPE);
            } catch (RunbookException e) {
                e.diagnostics().forEach(diagnostics::add);
            }
        }
        return file;
    }

    @Override
    public Expression text(Node.ScalarNode scalar, Diagnostics diagnostics) {
        if (scalar.tag().equals("!secret") || scalar.tag().equals("!file")) {
            return scalar(scalar, diagnostics);
        }
        if (scalar.isNull()) {
            return new Compiled.Literal("", scalar.span());
        }
        Expression parsed = parse(scalar, diagnostics);
        return parsed instanceof Compiled.Single ? new Compiled.AsText(parsed, options) : parsed;
    }

    @Override
    public Expression template(Source source, Diagnostics diagnostics) {
        var found = new Diagnostics();
        List<Piece> pieces = TemplateParser.parse(source, found);
        found.all().forEach(diagnostics::add);
        return found.hasErrors()
                ? new Compiled.Broken(found.all().stream()
                        .filter(d -> d.severity() == Diagnostic.Severity.ERROR)
                        .toList(), Span.start(source))
                : new Compiled.Template(pieces, options, Span.start(source));
    }

    /** No variables. */
    private enum Nothing implements Scope {
        SCOPE;

        @Override
        public Object lookup(String name) {
            return UNDEFINED;
        }

        @Override
        public Set<String> names() {
            return Set.of();
        }
    }
}
