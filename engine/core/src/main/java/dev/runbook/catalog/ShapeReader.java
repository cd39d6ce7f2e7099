package dev.runbook.catalog;

import dev.runbook.api.Evaluated;
import dev.runbook.api.FileMode;
import dev.runbook.api.Param;
import dev.runbook.api.Secret;
import dev.runbook.api.SourceFile;
import dev.runbook.api.Template;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a parameter record: names, types, defaults. */
final class ShapeReader {
    private ShapeReader() {}

    static RecordShape read(Class<? extends Record> type) throws UnusableModuleException {
        return read(type, Set.of());
    }

    private static RecordShape read(Class<? extends Record> type, Set<Class<?>> outer) throws UnusableModuleException {
        if (outer.contains(type)) {
            throw new UnusableModuleException(type.getName() + " contains itself, which a parameter record cannot");
        }
        var around = new HashSet<Class<?>>(outer);
        around.add(type);
        var parameters = new ArrayList<Parameter>();
        var defaults = new ArrayList<@Nullable Object>();
        for (RecordComponent component : type.getRecordComponents()) {
            Parameter parameter = parameter(type, component, around);
            parameters.add(parameter);
            defaults.add(whenAbsent(type, component, parameter));
        }
        refuseAmbiguity(type, parameters);
        return new RecordShape(
                type, List.copyOf(parameters), Collections.unmodifiableList(defaults), constructor(type));
    }

    private static Parameter parameter(Class<?> owner, RecordComponent component, Set<Class<?>> around)
            throws UnusableModuleException {
        Param param = component.getAnnotation(Param.class);
        String where = owner.getName() + "." + component.getName();
        if (param == null || param.value().isBlank()) {
            throw new UnusableModuleException(where + " has no @Param that says what it means");
        }
        ParameterType type = type(component.getGenericType(), where, around);
        boolean nullable = nullable(component.getAnnotatedType()) || nullable(component);
        boolean collection = type instanceof ParameterType.ListOf || type instanceof ParameterType.MapOf;
        if (param.rest() && !(type instanceof ParameterType.MapOf map && map.value() instanceof ParameterType.Anything)) {
            throw new UnusableModuleException(where + " takes the rest, so it must be a Map<String, Object>");
        }
        return new Parameter(
                param.name().isEmpty() ? Names.snake(component.getName()) : param.name(),
                component.getName(),
                List.of(param.aliases()),
                type,
                !nullable && !collection && param.defaultValue().isEmpty(),
                nullable,
                param.defaultValue(),
                param.freeForm(),
                param.rest(),
                param.acceptsUnknown(),
                param.value());
    }

    private static boolean nullable(AnnotatedElement element) {
        return element.isAnnotationPresent(Nullable.class);
    }

    private static @Nullable Object whenAbsent(Class<?> owner, RecordComponent component, Parameter parameter)
            throws UnusableModuleException {
        String text = parameter.defaultText();
        if (!text.isEmpty()) {
            try {
                return Conversion.defaultValue(parameter.type(), text);
            } catch (ConversionException e) {
                throw new UnusableModuleException(owner.getName() + "." + component.getName() + " has the default '"
                        + text + "', which does not fit: " + e.getMessage());
            }
        }
        if (parameter.nullable()) {
            return null;
        }
        return switch (parameter.type()) {
            case ParameterType.ListOf _ -> List.of();
            case ParameterType.MapOf _ -> Map.of();
            default -> null;
        };
    }

    private static void refuseAmbiguity(Class<?> owner, List<Parameter> parameters) throws UnusableModuleException {
        var names = new HashSet<String>();
        for (Parameter parameter : parameters) {
            var own = new ArrayList<String>(parameter.aliases());
            own.add(parameter.name());
            for (String name : own) {
                if (!names.add(name)) {
                    throw new UnusableModuleException(owner.getName() + " has two parameters called " + name);
                }
            }
        }
        if (parameters.stream().filter(Parameter::freeForm).count() > 1) {
            throw new UnusableModuleException(owner.getName() + " has more than one free-form parameter");
        }
        if (parameters.stream().filter(Parameter::rest).count() > 1) {
            throw new UnusableModuleException(owner.getName() + " has more than one parameter that takes the rest");
        }
    }

    private static Constructor<? extends Record> constructor(Class<? extends Record> type)
            throws UnusableModuleException {
        Class<?>[] types =
                Arrays.stream(type.getRecordComponents()).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            Constructor<? extends Record> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor;
        } catch (NoSuchMethodException | RuntimeException e) {
            throw new UnusableModuleException(type.getName() + " cannot be built: " + e.getMessage());
        }
    }

    private static ParameterType type(Type type, String where, Set<Class<?>> around) throws UnusableModuleException {
        if (type instanceof ParameterizedType parameterized) {
            Type[] arguments = parameterized.getActualTypeArguments();
            if (parameterized.getRawType() == List.class) {
                return new ParameterType.ListOf(type(arguments[0], where, around));
            }
            if (parameterized.getRawType() == Map.class && arguments[0] == String.class) {
                return new ParameterType.MapOf(type(arguments[1], where, around));
            }
        } else if (type instanceof Class<?> raw) {
            if (raw.isEnum()) {
                return choice(raw);
            }
            ParameterType simple = simple(raw);
            if (simple != null) {
                return simple;
            }
            if (raw.isRecord()) {
                return new ParameterType.Nested(read(raw.asSubclass(Record.class), around));
            }
        }
        throw new UnusableModuleException(where + " has the type " + type.getTypeName()
                + ", which parameters cannot have; @Param lists those they can");
    }

    private static @Nullable ParameterType simple(Class<?> raw) {
        return switch (raw.getName()) {
            case "java.lang.String" -> new ParameterType.Text();
            case "boolean", "java.lang.Boolean" -> new ParameterType.YesNo();
            case "int", "java.lang.Integer" -> new ParameterType.WholeNumber(false);
            case "long", "java.lang.Long" -> new ParameterType.WholeNumber(true);
            case "double", "java.lang.Double" -> new ParameterType.DecimalNumber();
            case "java.lang.Object" -> new ParameterType.Anything();
            default -> special(raw);
        };
    }

    private static @Nullable ParameterType special(Class<?> raw) {
        if (raw == FileMode.class) {
            return new ParameterType.Mode();
        }
        if (raw == Duration.class) {
            return new ParameterType.Time();
        }
        if (raw == Secret.class) {
            return new ParameterType.SecretText();
        }
        if (raw == SourceFile.class) {
            return new ParameterType.LocalFile();
        }
        if (raw == Template.class) {
            return new ParameterType.TemplateFile();
        }
        return raw == Evaluated.class ? new ParameterType.BareExpression() : null;
    }

    private static ParameterType choice(Class<?> raw) {
        var constants = new LinkedHashMap<String, Object>();
        for (Object constant : raw.getEnumConstants()) {
            constants.put(Names.constant((Enum<?>) constant), constant);
        }
        return new ParameterType.Choice(Collections.unmodifiableMap(constants));
    }
}
