package dev.runbook.catalog;

import dev.runbook.api.Module;
import dev.runbook.api.TaskModule;
import java.util.List;

/**
 * What a module is, read from its class.
 *
 * @param name as tasks write it
 * @param parameters the record its parameters are bound to
 * @param results what {@code register} sees, in order
 * @param addsHosts whether its results may add hosts or groups to the inventory
 * @param origin where it came from: {@code built in}, or a jar's file name
 */
public record ModuleDescriptor(
        String name,
        Kind kind,
        String summary,
        List<String> description,
        List<String> formerNames,
        List<String> examples,
        boolean controllerOnly,
        RecordShape parameters,
        List<ResultField> results,
        boolean addsHosts,
        TaskModule module,
        String origin) {
    public ModuleDescriptor {
        description = List.copyOf(description);
        formerNames = List.copyOf(formerNames);
        examples = List.copyOf(examples);
        results = List.copyOf(results);
    }

    /** Whether a task may be written {@code module: text}. */
    public boolean takesText() {
        return parameters.freeForm().isPresent();
    }

    /** What a module may do. */
    public enum Kind {
        /** Brings a resource to a state; changes only what differs. */
        RESOURCE,
        /** Acts, and cannot be compared. */
        EFFECT,
        /** Only reads. */
        QUERY
    }

    /**
     * One component of the result.
     *
     * @param name as expressions write it
     * @param type in plain words
     * @param doc from {@link dev.runbook.api.Param}, or ""
     * @param observed seen but not managed
     * @param momentary true only at the moment of the change
     */
    public record ResultField(String name, String type, String doc, boolean observed, boolean momentary) {}

    /**
     * Describes a module that is at hand, for tests.
     *
     * @throws IllegalArgumentException where its class cannot be used, with the reason
     */
    public static ModuleDescriptor describe(TaskModule module) {
        try {
            return of(module, "given");
        } catch (UnusableModuleException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** Reads a module's class. */
    static ModuleDescriptor of(TaskModule module, String origin) throws UnusableModuleException {
        return ModuleReader.read(module, origin);
    }

    static Module annotation(Class<?> type) throws UnusableModuleException {
        Module annotation = type.getAnnotation(Module.class);
        if (annotation == null) {
            throw new UnusableModuleException(type.getName() + " has no @Module annotation, so it has no name");
        }
        return annotation;
    }
}
