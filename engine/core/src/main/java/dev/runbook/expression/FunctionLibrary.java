package dev.runbook.expression;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The functions expressions may call. Immutable. */
public final class FunctionLibrary {
    /** Those the engine has. */
    public static final FunctionLibrary STANDARD = new FunctionLibrary();

    private final Map<String, Function> functions;

    private FunctionLibrary() {
        var builder = new Builder();
        LanguageFunctions.define(builder.group("language"));
        TextFunctions.define(builder.group("text"));
        CollectionFunctions.define(builder.group("collections"));
        ConversionFunctions.define(builder.group("conversion"));
        SystemFunctions.define(builder.group("files, environment and time"));
        functions = Collections.unmodifiableMap(builder.functions);
    }

    /**
     * What there is to know about a function.
     *
     * @param signature {@code replace(text: text, from: text, to: text): text}
     * @param example an expression
     * @param result an expression with the same value; "" where the value depends on time or machine
     */
    public record Documentation(
            String name, String group, String signature, String summary, String example, String result) {}

    /** All functions in a sensible order. */
    public List<Documentation> documentation() {
        return functions.values().stream().map(Function::documentation).toList();
    }

    @Nullable Function find(String name) {
        return functions.get(name);
    }

    Set<String> names() {
        return functions.keySet();
    }

    /**
     * @param deep whether the body wants plain data all the way down; otherwise leaves of lists and maps may be
     *     unknown or secret and are passed on untouched
     */
    record Function(Documentation documentation, List<Parameter> parameters, Type returns, boolean deep, Body body) {
        int fewest() {
            return (int) parameters.stream().filter(p -> p.form == Form.REQUIRED).count();
        }

        boolean open() {
            return !parameters.isEmpty() && parameters.getLast().form == Form.REST;
        }

        Parameter parameter(int index) {
            return parameters.get(Math.min(index, parameters.size() - 1));
        }

        boolean takes(int arguments) {
            return arguments >= fewest() && (open() || arguments <= parameters.size());
        }
    }

    /** A parameter of a function or method. */
    record Parameter(String name, Type type, Form form) {}

    enum Form {
        REQUIRED,
        OPTIONAL,
        REST
    }

    /** What a function does. */
    @FunctionalInterface
    interface Body {
        @Nullable Object apply(Arguments arguments);
    }

    static Parameter p(String name, Type type) {
        return new Parameter(name, type, Form.REQUIRED);
    }

    static Parameter optional(String name, Type type) {
        return new Parameter(name, type, Form.OPTIONAL);
    }

    static Parameter rest(String name, Type type) {
        return new Parameter(name, type, Form.REST);
    }

    /** Collects definitions. */
    static final class Builder {
        private final Map<String, Function> functions = new LinkedHashMap<>();
        private String group = "";

        Builder group(String name) {
            group = name;
            return this;
        }

        /** A function over plain data. */
        Builder add(String name, Type returns, String summary, String example, String result, Body body,
                Parameter... parameters) {
            return add(name, returns, true, summary, example, result, body, parameters);
        }

        /** A function that passes on the leaves of collections as they are. */
        Builder passing(String name, Type returns, String summary, String example, String result, Body body,
                Parameter... parameters) {
            return add(name, returns, false, summary, example, result, body, parameters);
        }

        private Builder add(String name, Type returns, boolean deep, String summary, String example, String result,
                Body body, Parameter... parameters) {
            var list = List.of(parameters);
            String signature = name + list.stream().map(Builder::signature).collect(Collectors.joining(", ", "(", ")"))
                    + ": " + returns.word();
            var documentation = new Documentation(name, group, signature, summary, example, result);
            if (functions.put(name, new Function(documentation, new ArrayList<>(list), returns, deep, body)) != null) {
                throw new IllegalStateException("defined twice: " + name);
            }
            return this;
        }

        private static String signature(Parameter parameter) {
            String text = parameter.name + ": " + parameter.type.word();
            return switch (parameter.form) {
                case REQUIRED -> text;
                case OPTIONAL -> "[" + text + "]";
                case REST -> text + "…";
            };
        }
    }
}
