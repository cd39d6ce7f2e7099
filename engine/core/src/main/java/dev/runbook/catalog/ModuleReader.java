package dev.runbook.catalog;

import dev.runbook.api.EffectModule;
import dev.runbook.api.Module;
import dev.runbook.api.Momentary;
import dev.runbook.api.Observed;
import dev.runbook.api.Param;
import dev.runbook.api.ProvidesInventory;
import dev.runbook.api.QueryModule;
import dev.runbook.api.ResourceModule;
import dev.runbook.api.TaskModule;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what a module's class says of itself. */
final class ModuleReader {
    private ModuleReader() {}

    static ModuleDescriptor read(TaskModule module, String origin) throws UnusableModuleException {
        Module annotation = ModuleDescriptor.annotation(module.getClass());
        if (!annotation.name().matches("[a-z][a-z0-9_]*")) {
            throw new UnusableModuleException(module.getClass().getName() + " is named '" + annotation.name()
                    + "'; a module's name is lower case, its words joined by underscores");
        }
        ModuleDescriptor.Kind kind = switch (module) {
            case ResourceModule<?, ?> _ -> ModuleDescriptor.Kind.RESOURCE;
            case EffectModule<?, ?> _ -> ModuleDescriptor.Kind.EFFECT;
            case QueryModule<?, ?> _ -> ModuleDescriptor.Kind.QUERY;
        };
        Class<?> face = switch (kind) {
            case RESOURCE -> ResourceModule.class;
            case EFFECT -> EffectModule.class;
            case QUERY -> QueryModule.class;
        };
        List<Class<? extends Record>> records = typeArguments(module.getClass(), face);
        return new ModuleDescriptor(
                annotation.name(),
                kind,
                annotation.summary(),
                List.of(annotation.description()),
                List.of(annotation.formerNames()),
                List.of(annotation.examples()),
                annotation.controllerOnly(),
                ShapeReader.read(records.get(0)),
                results(records.get(1)),
                ProvidesInventory.class.isAssignableFrom(records.get(1)),
                module,
                origin);
    }

    private static List<ModuleDescriptor.ResultField> results(Class<? extends Record> type) {
        var fields = new ArrayList<ModuleDescriptor.ResultField>();
        for (RecordComponent component : type.getRecordComponents()) {
            if (ResultData.internal(component)) {
                continue;
            }
            Param param = component.getAnnotation(Param.class);
            fields.add(new ModuleDescriptor.ResultField(
                    param == null || param.name().isEmpty() ? Names.snake(component.getName()) : param.name(),
                    ResultTypes.describe(component.getGenericType()),
                    param == null ? "" : param.value(),
                    component.isAnnotationPresent(Observed.class),
                    component.isAnnotationPresent(Momentary.class)));
        }
        return fields;
    }

    /** The records that a class puts for the two type parameters of the interface it implements, however far up. */
    private static List<Class<? extends Record>> typeArguments(Class<?> implementation, Class<?> face)
            throws UnusableModuleException {
        List<Type> found = search(implementation, face, Map.of());
        var result = new ArrayList<Class<? extends Record>>();
        for (Type type : found) {
            if (!(type instanceof Class<?> raw) || !raw.isRecord()) {
                throw new UnusableModuleException(implementation.getName() + " must name its records in "
                        + face.getSimpleName() + "<…>; found " + type.getTypeName());
            }
            result.add(raw.asSubclass(Record.class));
        }
        if (result.size() != 2) {
            throw new UnusableModuleException(
                    implementation.getName() + " must name its two records in " + face.getSimpleName() + "<…>");
        }
        return result;
    }

    /** What a class puts for the type parameters of an interface, however far up it implements that; empty if it does not. */
    static List<Type> search(Type type, Class<?> face, Map<TypeVariable<?>, Type> bindings) {
        Class<?> raw;
        var known = new HashMap<TypeVariable<?>, Type>();
        if (type instanceof ParameterizedType parameterized) {
            raw = (Class<?>) parameterized.getRawType();
            Type[] arguments = parameterized.getActualTypeArguments();
            for (int i = 0; i < arguments.length; i++) {
                Type argument = arguments[i];
                known.put(raw.getTypeParameters()[i],
                        argument instanceof TypeVariable<?> variable ? bindings.getOrDefault(variable, variable) : argument);
            }
        } else {
            raw = (Class<?>) type;
        }
        if (raw == face) {
            var found = new ArrayList<Type>();
            for (TypeVariable<?> variable : face.getTypeParameters()) {
                found.add(known.getOrDefault(variable, variable));
            }
            return found;
        }
        for (Type parent : parents(raw)) {
            List<Type> found = search(parent, face, known);
            if (!found.isEmpty()) {
                return found;
            }
        }
        return List.of();
    }

    private static List<Type> parents(Class<?> type) {
        var parents = new ArrayList<Type>(List.of(type.getGenericInterfaces()));
        @Nullable Type parent = type.getGenericSuperclass();
        if (parent != null) {
            parents.add(parent);
        }
        return parents;
    }
}
