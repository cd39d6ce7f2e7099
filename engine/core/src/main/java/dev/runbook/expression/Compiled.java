package dev.runbook.expression;

import dev.runbook.api.Secret;
import dev.runbook.api.Unknown;
import dev.runbook.api.UnknownException;
import dev.runbook.language.Diagnostic;
import dev.runbook.language.Node;
import dev.runbook.language.RunbookException;
import dev.runbook.language.Span;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The forms a compiled value takes. */
sealed interface Compiled extends Expression {
    @Override
    default Set<Reference> references() {
        return Set.of();
    }

    @Override
    default boolean literal() {
        return false;
    }

    private static Set<Reference> union(Collection<? extends Expression> parts) {
        Set<Reference> all = new LinkedHashSet<>();
        parts.forEach(part -> all.addAll(part.references()));
        return all;
    }

    /** A constant. */
    record Literal(@Nullable Object value, Span span) implements Compiled {
        @Override
        public @Nullable Object evaluate(Scope scope) {
            return value;
        }

        @Override
        public boolean literal() {
            return true;
        }
    }

    /** One expression, whose value keeps its type. */
    record Single(Program program, ExpressionOptions options, Span span) implements Compiled {
        @Override
        public @Nullable Object evaluate(Scope scope) {
            Program.Result result = program.run(scope, options.budget(), options);
            return result.secret() && result.value() instanceof String text ? new Secret(text) : result.value();
        }

        @Override
        public Set<Reference> references() {
            return program.references();
        }
    }

    /** Text with expressions in it. */
    record Text(List<Part> parts, ExpressionOptions options, Span span) implements Compiled {
        /** Words, or an expression in their place. */
        record Part(String words, @Nullable Program program) {}

        @Override
        public Object evaluate(Scope scope) {
            Budget budget = options.budget();
            var text = new TextBuilder(budget);
            try {
                for (Part part : parts) {
                    text.words(part.words, 0, part.words.length());
                    Program program = part.program;
                    if (program != null) {
                        Program.Result result = program.run(scope, budget, options);
                        text.value(result.value(), program.span(program.ast().at()));
                        if (result.secret()) {
                            text.secret();
                        }
                    }
                }
                return text.finish();
            } catch (UnknownException e) {
                return e.unknown();
            } catch (Budget.Exceeded e) {
                throw new RunbookException(Diagnostic.error("limit-exceeded", span, "the text " + e.getMessage()));
            }
        }

        @Override
        public Set<Reference> references() {
            Set<Reference> all = new LinkedHashSet<>();
            for (Part part : parts) {
                if (part.program != null) {
                    all.addAll(part.program.references());
                }
            }
            return all;
        }
    }

    /** Any value, as text. */
    record AsText(Expression value, ExpressionOptions options) implements Compiled {
        @Override
        public Object evaluate(Scope scope) {
            Budget budget = options.budget();
            var text = new TextBuilder(budget);
            try {
                text.value(value.evaluate(scope), span());
                return text.finish();
            } catch (UnknownException e) {
                return e.unknown();
            } catch (Budget.Exceeded e) {
                throw new RunbookException(Diagnostic.error("limit-exceeded", span(), "the text " + e.getMessage()));
            }
        }

        @Override
        public Set<Reference> references() {
            return value.references();
        }

        @Override
        public Span span() {
            return value.span();
        }
    }

    /** A sequence. Elements that are {@code omit} are left out. */
    record Sequence(List<Expression> items, Span span) implements Compiled {
        @Override
        public Object evaluate(Scope scope) {
            List<@Nullable Object> values = new ArrayList<>(items.size());
            for (Expression item : items) {
                Object value = item.evaluate(scope);
                if (value != Omit.OMIT) {
                    values.add(value);
                }
            }
            return Values.list(values);
        }

        @Override
        public Set<Reference> references() {
            return union(items);
        }

        @Override
        public boolean literal() {
            return items.stream().allMatch(Expression::literal);
        }
    }

    /** A mapping. Keys whose value is {@code omit} are left out. */
    record Mapping(List<Expression> keys, List<Expression> values, Span span) implements Compiled {
        @Override
        public Object evaluate(Scope scope) {
            var map = new LinkedHashMap<String, @Nullable Object>();
            for (int i = 0; i < keys.size(); i++) {
                Object key = keys.get(i).evaluate(scope);
                if (key instanceof Unknown) {
                    return key;
                }
                if (!(key instanceof String name)) {
                    throw new RunbookException(Diagnostic.error("wrong-type", keys.get(i).span(), "a secret cannot be a key"));
                }
                if (map.containsKey(name)) {
                    throw new RunbookException(Diagnostic.error("duplicate-key", keys.get(i).span(),
                            "the key `" + Values.cut(name, 60) + "` is there twice"));
                }
                Object value = values.get(i).evaluate(scope);
                if (value != Omit.OMIT) {
                    map.put(name, value);
                }
            }
            return Values.map(map);
        }

        @Override
        public Set<Reference> references() {
            Set<Reference> all = union(keys);
            all.addAll(union(values));
            return all;
        }

        @Override
        public boolean literal() {
            return keys.stream().allMatch(Expression::literal) && values.stream().allMatch(Expression::literal);
        }
    }

    /** {@code !secret}. */
    record Encrypted(Node.ScalarNode scalar, SecretDecryptor decryptor) implements Compiled {
        @Override
        public Object evaluate(Scope scope) {
            return decryptor.decrypt(scalar);
        }

        @Override
        public Span span() {
            return scalar.span();
        }
    }

    /** {@code !file}. */
    record FileContent(Expression path, ExpressionOptions options) implements Compiled {
        @Override
        public @Nullable Object evaluate(Scope scope) {
            Object name = path.evaluate(scope);
            if (name instanceof Unknown) {
                return name;
            }
            try {
                return name instanceof Secret secret
                        ? new Secret(SystemFunctions.LocalFiles.read(options.base(), secret.reveal()))
                        : SystemFunctions.LocalFiles.read(options.base(), String.valueOf(name));
            } catch (Arguments.Failure e) {
                String shown = name instanceof String text ? " `" + Values.cut(text, 80) + "`" : "";
                throw new RunbookException(Diagnostic.error("file-missing", span(), "the path" + shown + " " + e.message(), e.hints()));
            }
        }

        @Override
        public Set<Reference> references() {
            return path.references();
        }

        @Override
        public Span span() {
            return path.span();
        }
    }

    /** What had mistakes; evaluating it tells them again. */
    record Broken(List<Diagnostic> mistakes, Span span) implements Compiled {
        @Override
        public Object evaluate(Scope scope) {
            throw new RunbookException(mistakes);
        }
    }

    /** A template file. */
    record Template(List<Piece> pieces, ExpressionOptions options, Span span) implements Compiled {
        @Override
        public Object evaluate(Scope scope) {
            return TemplateRun.render(this, scope);
        }

        @Override
        public Set<Reference> references() {
            Set<Reference> all = new LinkedHashSet<>();
            pieces.forEach(piece -> piece.references(all));
            return all;
        }

        @Override
        public boolean literal() {
            return pieces.stream().allMatch(piece -> piece instanceof Piece.Words);
        }
    }
}
