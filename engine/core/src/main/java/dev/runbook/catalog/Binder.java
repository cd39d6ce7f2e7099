package dev.runbook.catalog;

import dev.runbook.api.Secret;
import dev.runbook.api.Template;
import dev.runbook.api.Unknown;
import dev.runbook.expression.Expression;
import dev.runbook.expression.Omit;
import dev.runbook.expression.Scope;
import dev.runbook.language.Diagnostics;
import dev.runbook.language.RunbookException;
import dev.runbook.language.Suggestions;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Binds one task once: converts data to components, and keeps what it met on the way. Not for several threads. */
final class Binder {
    static final Scope NO_VARIABLES = new Scope() {
        @Override
        public @Nullable Object lookup(String name) {
            return UNDEFINED;
        }

        @Override
        public Set<String> names() {
            return Set.of();
        }
    };

    private final Scope scope;
    private final LocalFiles files;
    private final Set<Secret> secrets = new LinkedHashSet<>();
    private @Nullable Unknown unknown;

    Binder(Scope scope, LocalFiles files) {
        this.scope = scope;
        this.files = files;
    }

    Scope scope() {
        return scope;
    }

    Collection<Secret> secrets() {
        return secrets;
    }

    /** The first unknown value that reached a parameter which cannot take it. */
    @Nullable Unknown unknown() {
        return unknown;
    }

    boolean omits(@Nullable Object value) {
        return value == Omit.OMIT;
    }

    void noteSecrets(@Nullable Object value) {
        leaves(value, true);
    }

    /** Notes secrets and unknown values in plain data and gives it back. */
    @Nullable Object leaves(@Nullable Object value, boolean acceptsUnknown) {
        switch (value) {
            case Secret secret -> secrets.add(secret);
            case Unknown leaf -> {
                if (!acceptsUnknown && unknown == null) {
                    unknown = leaf;
                }
            }
            case List<?> list -> list.forEach(item -> leaves(item, acceptsUnknown));
            case Map<?, ?> map -> map.values().forEach(item -> leaves(item, acceptsUnknown));
            case null, default -> {}
        }
        return value;
    }

    /** Renders a template; null where it is unknown, which is then noted. */
    @Nullable Template render(String name, Expression template) {
        @Nullable Object text = template.evaluate(scope);
        leaves(text, false);
        return switch (text) {
            case Unknown _ -> null;
            case Secret secret -> new Template(name, secret.reveal(), true);
            case null -> new Template(name, "", false);
            default -> new Template(name, text.toString(), false);
        };
    }

    /** Data as the type wants it. Null stays null at the outermost level. */
    @Nullable Object convert(
            ParameterType type, @Nullable Object value, boolean acceptsUnknown, Slots.Computed place)
            throws ConversionException {
        if (value == null) {
            return null;
        }
        return present(type, value, acceptsUnknown, place);
    }

    private @Nullable Object present(
            ParameterType type, @Nullable Object value, boolean acceptsUnknown, Slots.Computed place)
            throws ConversionException {
        if (value instanceof Unknown || type instanceof ParameterType.Anything) {
            // An unknown value has no type to check. Where it is accepted it must be held as Object anyway.
            return leaves(value, acceptsUnknown && type instanceof ParameterType.Anything);
        }
        if (value == null) {
            throw new ConversionException("expected " + type.describe() + ", but there is null");
        }
        if (value instanceof Secret secret) {
            secrets.add(secret);
            if (type instanceof ParameterType.SecretText) {
                return secret;
            }
            return present(type, secret.reveal(), acceptsUnknown, place);
        }
        return switch (type) {
            case ParameterType.ListOf list -> list(list, value, acceptsUnknown, place);
            case ParameterType.MapOf map -> map(map, value, acceptsUnknown, place);
            case ParameterType.Nested nested -> nested(nested.shape(), value, acceptsUnknown, place);
            case ParameterType.LocalFile _ -> file(text(type, value), place);
            case ParameterType.HostFile host -> Conversion.text(host, text(type, value));
            case ParameterType.TemplateFile _ -> template(text(type, value), place);
            case ParameterType.BareExpression _ -> throw new ConversionException(
                    "expected an expression written out here, not one that comes from a value");
            case ParameterType.Mode _ when value instanceof Long number -> throw modeAsNumber(number);
            case ParameterType.WholeNumber whole when value instanceof Long number ->
                Conversion.ranged(whole.wide(), BigInteger.valueOf(number));
            case ParameterType.WholeNumber whole when value instanceof BigInteger number ->
                Conversion.ranged(whole.wide(), number);
            case ParameterType.DecimalNumber _ when value instanceof Number number -> number.doubleValue();
            case ParameterType.SecretText _ -> secret(text(type, value));
            default -> Conversion.text(type, text(type, value));
        };
    }

    private static ConversionException modeAsNumber(long number) {
        String octal = number >= 0 && number <= 07777 ? String.format(java.util.Locale.ROOT, "%04o", number) : "0644";
        return new ConversionException(
                "expected a file mode as text, but the value is the number " + number,
                "quote it where it is defined, \"" + octal + "\", so that its digits are kept as they are written");
    }

    private Secret secret(String text) {
        Secret secret = new Secret(text);
        secrets.add(secret);
        return secret;
    }

    private static String text(ParameterType type, Object value) throws ConversionException {
        return switch (value) {
            case String text -> text;
            case Boolean flag -> flag.toString();
            case Number number -> number.toString();
            case Duration duration -> duration.toMillis() + "ms";
            case List<?> _ -> throw new ConversionException("expected " + type.describe() + ", but the value is a list");
            case Map<?, ?> _ -> throw new ConversionException(
                    "expected " + type.describe() + ", but the value is a mapping");
            default -> throw new ConversionException("expected " + type.describe());
        };
    }

    private List<@Nullable Object> list(
            ParameterType.ListOf type, Object value, boolean acceptsUnknown, Slots.Computed place)
            throws ConversionException {
        List<?> items = value instanceof List<?> many ? many : List.of(value);
        var result = new ArrayList<@Nullable Object>();
        for (@Nullable Object item : items) {
            if (!omits(item)) {
                result.add(present(type.item(), item, acceptsUnknown, place));
            }
        }
        return Collections.unmodifiableList(result);
    }

    private Map<String, @Nullable Object> map(
            ParameterType.MapOf type, Object value, boolean acceptsUnknown, Slots.Computed place)
            throws ConversionException {
        var result = new LinkedHashMap<String, @Nullable Object>();
        for (Map.Entry<String, ?> entry : mapping(type, value).entrySet()) {
            if (!omits(entry.getValue())) {
                result.put(entry.getKey(), present(type.value(), entry.getValue(), acceptsUnknown, place));
            }
        }
        return Collections.unmodifiableMap(result);
    }

    private static Map<String, ?> mapping(ParameterType type, Object value) throws ConversionException {
        if (!(value instanceof Map<?, ?> map)) {
            throw new ConversionException("expected " + type.describe());
        }
        var result = new LinkedHashMap<String, @Nullable Object>();
        map.forEach((key, item) -> result.put(String.valueOf(key), item));
        return result;
    }

    private @Nullable Record nested(RecordShape shape, Object value, boolean acceptsUnknown, Slots.Computed place)
            throws ConversionException {
        var values = new LinkedHashMap<String, @Nullable Object>();
        for (Map.Entry<String, ?> entry : mapping(new ParameterType.Nested(shape), value).entrySet()) {
            Parameter parameter = shape.find(entry.getKey()).orElse(null);
            if (parameter == null) {
                List<String> nearest = Suggestions.nearest(entry.getKey(), shape.parameters().stream().map(Parameter::name).toList());
                throw new ConversionException("there is no `" + entry.getKey() + "` in it",
                        nearest.isEmpty() ? "there are " + String.join(", ", shape.parameters().stream().map(Parameter::name).toList())
                                : "did you mean `" + nearest.getFirst() + "`?");
            }
            if (entry.getValue() != null && !omits(entry.getValue())) {
                values.put(parameter.component(),
                        present(parameter.type(), entry.getValue(), acceptsUnknown || parameter.acceptsUnknown(), place));
            }
        }
        for (Parameter parameter : shape.parameters()) {
            if (parameter.required() && !values.containsKey(parameter.component())) {
                throw new ConversionException("`" + parameter.name() + "` is missing in it");
            }
        }
        try {
            return unknown == null ? shape.construct(values) : null;
        } catch (dev.runbook.api.InvalidParameterException e) {
            throw new ConversionException(Shown.masked(String.valueOf(e.getMessage()), secrets));
        }
    }

    private Object file(String name, Slots.Computed place) {
        var diagnostics = new Diagnostics();
        var found = files.find(name, FileLocator.Kind.FILE, place.label(), place.span(), diagnostics);
        if (found == null) {
            throw new RunbookException(diagnostics.all());
        }
        return files.sourceFile(name, found.path(), place.span());
    }

    private @Nullable Object template(String name, Slots.Computed place) {
        var diagnostics = new Diagnostics();
        var found = files.find(name, FileLocator.Kind.TEMPLATE, place.label(), place.span(), diagnostics);
        Expression compiled =
                found == null ? null : files.template(found, place.span(), diagnostics);
        if (compiled == null || diagnostics.hasErrors()) {
            throw new RunbookException(diagnostics.all());
        }
        return render(name, compiled);
    }
}
