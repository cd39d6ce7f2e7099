package dev.runbook.catalog;

import dev.runbook.api.InvalidParameterException;
import dev.runbook.expression.Expression;
import dev.runbook.language.Codes;
import dev.runbook.language.Diagnostic;
import dev.runbook.language.Diagnostics;
import dev.runbook.language.RunbookException;
import dev.runbook.language.Span;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The values given for a parameter record, the task's own or a nested one.
 *
 * @param label how messages call what the record belongs to: {@code file}
 * @param given by component, in the order of the record
 * @param whole where a mistake is shown that belongs to no parameter
 */
record CompiledRecord(RecordShape shape, String label, Map<String, Given> given, Span whole) implements Slot {
    /** One value as given. */
    record Given(Parameter parameter, Slot slot, Span span) {}

    @Override
    public @Nullable Object bind(Binder binder) {
        var values = new LinkedHashMap<String, @Nullable Object>();
        for (Given one : given.values()) {
            @Nullable Object value = one.slot().bind(binder);
            if (value == Absence.OMITTED) {
                requireNot(one, "is required, so it cannot be omitted");
            } else if (value == null && binder.unknown() == null && !takesNull(one.parameter())) {
                requireNot(one, "is required, but the value is null");
            } else {
                values.put(one.parameter().component(), value);
            }
        }
        if (binder.unknown() != null) {
            return null;
        }
        try {
            return shape.construct(values);
        } catch (InvalidParameterException refused) {
            throw new RunbookException(refusal(refused, values, binder));
        }
    }

    private static boolean takesNull(Parameter parameter) {
        return parameter.type() instanceof ParameterType.Anything || parameter.nullable();
    }

    private void requireNot(Given one, String problem) {
        if (one.parameter().required()) {
            throw new RunbookException(Diagnostic.error(
                    Codes.MISSING_PARAMETER.id(), one.span(), "`" + one.parameter().name() + "` of `" + label + "` " + problem));
        }
    }

    private Diagnostic refusal(
            InvalidParameterException refused, Map<String, @Nullable Object> values, Binder binder) {
        Diagnostic diagnostic = refusal(refused, Shown.masked(String.valueOf(refused.getMessage()), binder.secrets()));
        return shape.byComponent(refused.parameter())
                .filter(parameter -> given.containsKey(parameter.component()))
                .map(parameter -> diagnostic.withDetail("the value is "
                        + Shown.masked(Shown.of(values.get(parameter.component())), binder.secrets())))
                .orElse(diagnostic);
    }

    private Diagnostic refusal(InvalidParameterException refused, String message) {
        Parameter parameter = shape.byComponent(refused.parameter())
                .or(() -> shape.find(refused.parameter()))
                .orElse(null);
        Given at = parameter == null ? null : given.get(parameter.component());
        String hint = refused.hint();
        return Diagnostic.error(
                Codes.INVALID_PARAMETER.id(),
                at == null ? whole : at.span(),
                parameter == null ? "`" + label + "`: " + message : "`" + parameter.name() + "` of `" + label + "`: " + message,
                hint == null ? new String[0] : new String[] {hint});
    }

    /**
     * Lets the record itself check its values where enough of them is literal.
     *
     * @return the record, or {@link Absence#DYNAMIC}
     */
    Object check(Diagnostics diagnostics) {
        var values = new LinkedHashMap<String, @Nullable Object>();
        Set<String> standIns = new HashSet<>();
        for (Given one : given.values()) {
            @Nullable Object value = one.slot().trial();
            if (value == Absence.DYNAMIC) {
                return Absence.DYNAMIC;
            }
            values.put(one.parameter().component(), value);
            if (one.slot().standIn()) {
                standIns.add(one.parameter().component());
            }
        }
        try {
            return shape.construct(values);
        } catch (InvalidParameterException refused) {
            if (!standIns.contains(refused.parameter())) {
                diagnostics.add(refusal(refused, String.valueOf(refused.getMessage())));
            }
        } catch (IllegalStateException bug) {
            if (standIns.isEmpty()) {
                diagnostics.add(Diagnostic.error(Codes.MODULE_BUG.id(), whole,
                                "`" + label + "` cannot check its parameters: " + bug.getMessage())
                        .withDetail(bug.getCause() == null ? "" : bug.getCause().toString()));
            }
        }
        return Absence.DYNAMIC;
    }

    /** As part of an outer record: its own check has been made already. */
    @Override
    public Object trial() {
        return check(new Diagnostics());
    }

    @Override
    public boolean standIn() {
        return given.values().stream().anyMatch(one -> one.slot().standIn());
    }

    @Override
    public void references(Consumer<Expression.Reference> sink) {
        given.values().forEach(one -> one.slot().references(sink));
    }
}
