package dev.runbook.variables;

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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The smallest language there is, {@code @{name.key.key}}, so that this room is tested without the next one. */
final class FakeExpressions implements Expressions {
    private static final Pattern HOLE = Pattern.compile("@\\{([^}]*)}");

    final AtomicInteger compiled = new AtomicInteger();
    final AtomicInteger evaluated = new AtomicInteger();

    @Override
    public Expression value(Node node, Diagnostics diagnostics) {
        compiled.incrementAndGet();
        if (node instanceof Node.ScalarNode scalar && scalar.text().contains("@{!")) {
            diagnostics.error("bad-expression", scalar.span(), "not an expression");
        }
        return new Compiled(node);
    }

    @Override
    public Expression condition(Node.ScalarNode scalar, Diagnostics diagnostics) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Expression template(Source source, Diagnostics diagnostics) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Expression text(Node.ScalarNode scalar, Diagnostics diagnostics) {
        return value(new Node.ScalarNode(scalar.text(), true, scalar.tag(), scalar.span()), diagnostics);
    }

    @Override
    public Path baseDirectory() {
        return Path.of("");
    }

    private final class Compiled implements Expression {
        private final Node node;

        Compiled(Node node) {
            this.node = node;
        }

        @Override
        public @Nullable Object evaluate(Scope scope) {
            evaluated.incrementAndGet();
            return value(node, scope);
        }

        private @Nullable Object value(Node node, Scope scope) {
            return switch (node) {
                case Node.ScalarNode scalar -> scalar(scalar, scope);
                case Node.SequenceNode sequence -> {
                    List<@Nullable Object> items = new ArrayList<>();
                    sequence.items().forEach(item -> items.add(value(item, scope)));
                    yield items;
                }
                case Node.MappingNode mapping -> {
                    Map<String, @Nullable Object> entries = new LinkedHashMap<>();
                    mapping.entries().forEach(e -> entries.put(e.key().text(), value(e.value(), scope)));
                    yield entries;
                }
            };
        }

        private @Nullable Object scalar(Node.ScalarNode scalar, Scope scope) {
            Matcher matcher = HOLE.matcher(scalar.text());
            if (matcher.matches()) {
                return path(matcher.group(1), scope);
            }
            return matcher.find()
                    ? matcher.replaceAll(hole -> Matcher.quoteReplacement(String.valueOf(path(hole.group(1), scope))))
                    : new PlainData(new Diagnostics()).of(scalar);
        }

        private @Nullable Object path(String path, Scope scope) {
            String[] names = path.split("\\.");
            Object value = scope.lookup(names[0]);
            if (value == Scope.UNDEFINED) {
                throw new RunbookException(
                        Diagnostic.error("undefined-variable", node.span(), names[0] + " is undefined"));
            }
            for (int i = 1; i < names.length; i++) {
                if (!(value instanceof Map<?, ?> map) || !map.containsKey(names[i])) {
                    throw new RunbookException(
                            Diagnostic.error("undefined-variable", node.span(), names[i] + " is undefined"));
                }
                value = map.get(names[i]);
            }
            return value;
        }

        @Override
        public Set<Reference> references() {
            return Set.of();
        }

        @Override
        public boolean literal() {
            return !(node instanceof Node.ScalarNode scalar) || !HOLE.matcher(scalar.text()).find();
        }

        @Override
        public Span span() {
            return node.span();
        }
    }
}
