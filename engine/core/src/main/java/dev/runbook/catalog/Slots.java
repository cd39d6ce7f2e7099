package dev.runbook.catalog;

import dev.runbook.api.Evaluated;
import dev.runbook.api.Payload;
import dev.runbook.api.SourceFile;
import dev.runbook.api.Template;
import dev.runbook.expression.Explain;
import dev.runbook.expression.Expression;
import dev.runbook.language.Codes;
import dev.runbook.language.Diagnostic;
import dev.runbook.language.RunbookException;
import dev.runbook.language.Span;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The kinds of {@link Slot}. */
final class Slots {
    private Slots() {}

    /** A literal, already of the component's type. */
    record Fixed(@Nullable Object value) implements Slot {
        @Override
        public @Nullable Object bind(Binder binder) {
            binder.noteSecrets(value);
            return value;
        }

        @Override
        public @Nullable Object trial() {
            return value;
        }

        @Override
        public void references(Consumer<Expression.Reference> sink) {}
    }

    /** What could not be compiled; its mistake is reported already. */
    record Broken() implements Slot {
        @Override
        public Object bind(Binder binder) {
            throw new IllegalStateException("bound in spite of errors");
        }

        @Override
        public Object trial() {
            return Absence.DYNAMIC;
        }

        @Override
        public void references(Consumer<Expression.Reference> sink) {}
    }

    /**
     * An expression whose value is converted when it is known.
     *
     * @param label how messages call the parameter
     */
    record Computed(Expression expression, ParameterType type, boolean acceptsUnknown, String label, Span span)
            implements Slot {
        @Override
        public @Nullable Object bind(Binder binder) {
            @Nullable Object value = expression.evaluate(binder.scope());
            if (binder.omits(value)) {
                return Absence.OMITTED;
            }
            try {
                return binder.convert(type, value, acceptsUnknown, this);
            } catch (ConversionException e) {
                throw new RunbookException(
                        Diagnostic.error(Codes.WRONG_TYPE.id(), span, label + ": " + e.getMessage(), e.hints())
                                .withDetail("the value is " + Shown.of(value)));
            }
        }

        @Override
        public @Nullable Object trial() {
            if (!(type instanceof ParameterType.Anything) || !expression.literal()) {
                return Absence.DYNAMIC;
            }
            try {
                return expression.evaluate(Binder.NO_VARIABLES);
            } catch (RunbookException needsMore) {
                return Absence.DYNAMIC;
            }
        }

        @Override
        public void references(Consumer<Expression.Reference> sink) {
            expression.references().forEach(sink);
        }
    }

    /** A bare expression, evaluated with an account of what went into it. */
    record Bare(Expression expression, String source, boolean acceptsUnknown) implements Slot {
        @Override
        public Object bind(Binder binder) {
            @Nullable Object value = binder.leaves(expression.evaluate(binder.scope()), acceptsUnknown);
            // What came out as it should needs no account, which costs as much as the evaluation.
            String account = Boolean.TRUE.equals(value) ? "" : Explain.values(expression, binder.scope());
            return new Evaluated(source, value, account);
        }

        @Override
        public Object trial() {
            return new Evaluated(source, null, "");
        }

        @Override
        public boolean standIn() {
            return true;
        }

        @Override
        public void references(Consumer<Expression.Reference> sink) {
            expression.references().forEach(sink);
        }
    }

    /** A sequence. */
    record Items(List<Slot> items) implements Slot {
        @Override
        public Object bind(Binder binder) {
            var values = new ArrayList<@Nullable Object>();
            for (Slot item : items) {
                @Nullable Object value = item.bind(binder);
                if (value != Absence.OMITTED) {
                    values.add(value);
                }
            }
            return Collections.unmodifiableList(values);
        }

        @Override
        public Object trial() {
            var values = new ArrayList<@Nullable Object>();
            for (Slot item : items) {
                @Nullable Object value = item.trial();
                if (value == Absence.DYNAMIC) {
                    return Absence.DYNAMIC;
                }
                values.add(value);
            }
            return Collections.unmodifiableList(values);
        }

        @Override
        public boolean standIn() {
            return items.stream().anyMatch(Slot::standIn);
        }

        @Override
        public void references(Consumer<Expression.Reference> sink) {
            items.forEach(item -> item.references(sink));
        }
    }

    /** A mapping with free keys. */
    record Fields(Map<String, Slot> fields) implements Slot {
        @Override
        public Object bind(Binder binder) {
            var values = new LinkedHashMap<String, @Nullable Object>();
            fields.forEach((name, slot) -> {
                @Nullable Object value = slot.bind(binder);
                if (value != Absence.OMITTED) {
                    values.put(name, value);
                }
            });
            return Collections.unmodifiableMap(values);
        }

        @Override
        public Object trial() {
            var values = new LinkedHashMap<String, @Nullable Object>();
            for (Map.Entry<String, Slot> field : fields.entrySet()) {
                @Nullable Object value = field.getValue().trial();
                if (value == Absence.DYNAMIC) {
                    return Absence.DYNAMIC;
                }
                values.put(field.getKey(), value);
            }
            return Collections.unmodifiableMap(values);
        }

        @Override
        public boolean standIn() {
            return fields.values().stream().anyMatch(Slot::standIn);
        }

        @Override
        public void references(Consumer<Expression.Reference> sink) {
            fields.values().forEach(slot -> slot.references(sink));
        }
    }

    /** A file found while compiling. Its bytes are read when they are needed. */
    record LocalFile(String name, Path path, LocalFiles files, Span span) implements Slot {
        @Override
        public Object bind(Binder binder) {
            return files.sourceFile(name, path, span);
        }

        @Override
        public Object trial() {
            return new SourceFile(name, path, Payload.of(""), false);
        }

        @Override
        public boolean standIn() {
            return true;
        }

        @Override
        public void references(Consumer<Expression.Reference> sink) {}
    }

    /** A template found and compiled while compiling. */
    record TemplateFile(String name, Expression template) implements Slot {
        @Override
        public @Nullable Object bind(Binder binder) {
            return binder.render(name, template);
        }

        @Override
        public Object trial() {
            return new Template(name, name, false);
        }

        @Override
        public boolean standIn() {
            return true;
        }

        @Override
        public void references(Consumer<Expression.Reference> sink) {
            template.references().forEach(sink);
        }
    }
}
