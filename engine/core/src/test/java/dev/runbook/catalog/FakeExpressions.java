package dev.runbook.catalog;

import dev.runbook.expression.Expression;
import dev.runbook.expression.Expressions;
import dev.runbook.expression.Scope;
import dev.runbook.language.Diagnostic;
import dev.runbook.language.Diagnostics;
import dev.runbook.language.Node;
import dev.runbook.language.RunbookException;
import dev.runbook.language.Source;
import dev.runbook.language.Span;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Just enough of the expression room: {@code @{name}} looks a variable up, a bare expression is one name. */
final class FakeExpressions implements Expressions {
    private static final Pattern EXPRESSION = Pattern.compile("(?<!@)@\\{(\\w*)}");

    @Override
    public Expression condition(Node.ScalarNode scalar, Diagnostics diagnostics) {
        return new Fake(scalar.span(), Set.of(reference(scalar.text(), scalar.span())), scope -> lookup(scope, scalar.text(), scalar.span()));
    }

    @Override
    public Expression value(Node node, Diagnostics diagnostics) {
        return switch (node) {
            case Node.ScalarNode scalar -> scalar(scalar, diagnostics);
            case Node.SequenceNode sequence -> {
                List<Expression> items = sequence.items().stream().map(n -> value(n, diagnostics)).toList();
                yield new Fake(node.span(), union(items), scope -> {
                    var list = new ArrayList<@Nullable Object>();
                    items.forEach(item -> list.add(item.evaluate(scope)));
                    return list;
                });
            }
            case Node.MappingNode mapping -> {
                var fields = new LinkedHashMap<String, Expression>();
                mapping.entries().forEach(e -> fields.put(e.key().text(), value(e.value(), diagnostics)));
                yield new Fake(node.span(), union(fields.values()), scope -> {
                    Map<String, @Nullable Object> map = new LinkedHashMap<>();
                    fields.forEach((key, item) -> map.put(key, item.evaluate(scope)));
                    return map;
                });
            }
        };
    }

    private Expression scalar(Node.ScalarNode scalar, Diagnostics diagnostics) {
        if (scalar.text().matches(".*(?<!@)@\\{[^}]*")) {
            diagnostics.error("unclosed", scalar.span(), "the expression is not closed");
        }
        Matcher whole = EXPRESSION.matcher(scalar.text());
        if (whole.matches()) {
            String name = whole.group(1);
            return new Fake(scalar.span(), Set.of(reference(name, scalar.span())), scope -> lookup(scope, name, scalar.span()));
        }
        if (!scalar.quoted() && scalar.text().matches("[0-9]+")) {
            return new Fake(scalar.span(), Set.of(), scope -> Long.valueOf(scalar.text()));
        }
        return text(scalar, diagnostics);
    }

    @Override
    public Expression text(Node.ScalarNode scalar, Diagnostics diagnostics) {
        return text(scalar.text(), scalar.span());
    }

    @Override
    public Expression template(Source source, Diagnostics diagnostics) {
        if (source.text().contains("@{!")) {
            diagnostics.error("bad-expression", new Span(source, 1, 1, 1, 2), "not an expression");
        }
        return text(source.text(), Span.start(source));
    }

    private static Expression text(String text, Span span) {
        Set<Expression.Reference> references = new LinkedHashSet<>();
        EXPRESSION.matcher(text).results().forEach(m -> references.add(reference(m.group(1), span)));
        return new Fake(span, references, scope -> {
            boolean secret = false;
            var result = new StringBuilder();
            Matcher matcher = EXPRESSION.matcher(text);
            while (matcher.find()) {
                @Nullable Object value = lookup(scope, matcher.group(1), span);
                if (value instanceof dev.runbook.api.Unknown) {
                    return value;
                }
                secret |= value instanceof dev.runbook.api.Secret;
                String shown = value instanceof dev.runbook.api.Secret hidden ? hidden.reveal() : String.valueOf(value);
                matcher.appendReplacement(result, Matcher.quoteReplacement(shown));
            }
            matcher.appendTail(result);
            String plain = result.toString().replace("@@{", "@{");
            return secret ? new dev.runbook.api.Secret(plain) : plain;
        });
    }

    @Override
    public Path baseDirectory() {
        return Path.of("");
    }

    private static Expression.Reference reference(String name, Span span) {
        return new Expression.Reference(name, false, span);
    }

    private static Set<Expression.Reference> union(Iterable<Expression> parts) {
        Set<Expression.Reference> all = new LinkedHashSet<>();
        parts.forEach(part -> all.addAll(part.references()));
        return all;
    }

    private static @Nullable Object lookup(Scope scope, String name, Span span) {
        @Nullable Object value = scope.lookup(name);
        if (value == Scope.UNDEFINED) {
            throw new RunbookException(Diagnostic.error("undefined", span, "there is no variable " + name));
        }
        return value;
    }

    private record Fake(Span span, Set<Reference> references, java.util.function.Function<Scope, @Nullable Object> body)
            implements Expression {
        @Override
        public @Nullable Object evaluate(Scope scope) {
            return body.apply(scope);
        }

        @Override
        public boolean literal() {
            return references.isEmpty();
        }
    }
}
