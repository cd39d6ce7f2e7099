package dev.runbook.catalog;

import dev.runbook.api.Param;
import dev.runbook.expression.Expression;
import dev.runbook.expression.Expressions;
import dev.runbook.expression.Scope;
import dev.runbook.language.Diagnostics;
import dev.runbook.language.Node;
import dev.runbook.language.Span;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A task's parameters, checked and compiled. Immutable; may be bound by several threads at once. */
public final class Arguments {
    /** By parameter record, the component that says so, or "": reflection reads annotations anew at every call. */
    private static final ClassValue<String> ON_HOST_WHEN = new ClassValue<>() {
        @Override
        protected String computeValue(Class<?> parameters) {
            for (RecordComponent component : parameters.getRecordComponents()) {
                Param param = component.getAnnotation(Param.class);
                if (param != null && !param.onHostWhen().isEmpty()) {
                    return param.onHostWhen();
                }
            }
            return "";
        }
    };

    private final ModuleDescriptor module;
    private final CompiledRecord record;
    private final LocalFiles files;

    Arguments(ModuleDescriptor module, CompiledRecord record, LocalFiles files) {
        this.module = module;
        this.record = record;
        this.files = files;
    }

    /**
     * Checks and compiles what a task says. All mistakes go to the collector; with errors in it the result must not be
     * bound.
     *
     * @param arguments what stands behind the module's name
     * @param extraArguments the {@code args} keyword: parameters that {@code arguments} does not give
     * @param taskSpan where the task, or the module's name in it, stands; mistakes without a place of their own show there
     */
    public static Arguments compile(
            ModuleDescriptor module,
            Node arguments,
            @Nullable Node extraArguments,
            Expressions expressions,
            FileLocator files,
            Diagnostics diagnostics,
            Span taskSpan) {
        var local = new LocalFiles(files, expressions);
        CompiledRecord record = new TaskCompiler(module, new ValueCompiler(expressions, local, diagnostics, onHost(module, arguments, extraArguments)), diagnostics, taskSpan)
                .compile(arguments, extraArguments);
        return new Arguments(module, record, local);
    }

    /** Whether the task says, by the parameter that {@link Param#onHostWhen} names, that its files are on the host. */
    private static boolean onHost(ModuleDescriptor module, Node arguments, @Nullable Node extraArguments) {
        String component = ON_HOST_WHEN.get(module.parameters().type());
        if (component.isEmpty()) {
            return false;
        }
        Parameter says = module.parameters().byComponent(component).orElseThrow();
        return isYes(says, arguments) || isYes(says, extraArguments);
    }

    private static boolean isYes(Parameter parameter, @Nullable Node written) {
        return written instanceof Node.MappingNode mapping
                && mapping.entries().stream().anyMatch(entry -> parameter.answersTo(entry.key().text())
                        && entry.value() instanceof Node.ScalarNode scalar
                        && List.of("yes", "true", "on").contains(scalar.text().toLowerCase(Locale.ROOT)));
    }

    public ModuleDescriptor module() {
        return module;
    }

    /**
     * The parameters in a scope.
     *
     * @throws dev.runbook.language.RunbookException where a value does not fit, with a diagnostic at its place
     */
    public Binding bind(Scope scope) {
        var binder = new Binder(scope, files);
        @Nullable Object parameters = record.bind(binder);
        if (binder.unknown() != null) {
            return new Binding.NotYet(binder.unknown());
        }
        if (!(parameters instanceof Record bound)) {
            throw new IllegalStateException("no record and nothing unknown");
        }
        return new Binding.Bound(bound, List.copyOf(binder.secrets()));
    }

    /** All variables that the values and the templates they name refer to. */
    public Set<Expression.Reference> references() {
        var references = new LinkedHashSet<Expression.Reference>();
        record.references(references::add);
        return references;
    }

    /** Whether the task gives this parameter, by its component's name. */
    public boolean gives(String component) {
        return record.given().containsKey(component);
    }
}
