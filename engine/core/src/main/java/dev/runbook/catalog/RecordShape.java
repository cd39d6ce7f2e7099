package dev.runbook.catalog;

import dev.runbook.api.InvalidParameterException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A parameter record: its components in order, and how it is built.
 *
 * @param parameters one per component, in the record's order
 * @param defaults what each component is when not given, in the record's order; null for nothing
 */
public record RecordShape(
        Class<? extends Record> type,
        List<Parameter> parameters,
        List<@Nullable Object> defaults,
        Constructor<? extends Record> constructor) {

    /** The parameter of this name or alias. */
    public Optional<Parameter> find(String written) {
        return parameters.stream().filter(p -> p.answersTo(written)).findFirst();
    }

    /** The parameter bound to this component. */
    public Optional<Parameter> byComponent(String component) {
        return parameters.stream().filter(p -> p.component().equals(component)).findFirst();
    }

    Optional<Parameter> freeForm() {
        return parameters.stream().filter(Parameter::freeForm).findFirst();
    }

    Optional<Parameter> rest() {
        return parameters.stream().filter(Parameter::rest).findFirst();
    }

    /**
     * Builds the record; components that {@code values} does not name get their defaults.
     *
     * @param values by the component's name
     * @throws InvalidParameterException where the record itself refuses them
     */
    Record construct(Map<String, @Nullable Object> values) {
        @Nullable Object[] arguments = new @Nullable Object[parameters.size()];
        for (int i = 0; i < arguments.length; i++) {
            String component = parameters.get(i).component();
            arguments[i] = values.containsKey(component) ? values.get(component) : defaults.get(i);
        }
        try {
            return constructor.newInstance(arguments);
        } catch (InvocationTargetException e) {
            switch (e.getCause()) {
                case InvalidParameterException refused -> throw refused;
                case RuntimeException bug -> throw new IllegalStateException(
                        "a bug in " + type.getName() + ", which must refuse values with InvalidParameterException", bug);
                case Error error -> throw error;
                case null, default -> throw new IllegalStateException("a bug in " + type.getName(), e);
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type.getName() + " with " + Arrays.asList(arguments).size() + " values", e);
        }
    }
}
