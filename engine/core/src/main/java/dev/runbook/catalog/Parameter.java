package dev.runbook.catalog;

import java.util.List;

/**
 * One parameter of a module.
 *
 * @param name as written in YAML
 * @param component the name of the record's component
 * @param aliases other names accepted
 * @param required whether a task must give it
 * @param nullable whether its component may be null, which it then is when not given
 * @param defaultText the default as written in YAML, or "" for none
 * @param freeForm whether it takes the text of {@code module: text}
 * @param rest whether it takes every key that nothing else claims
 * @param acceptsUnknown whether {@link dev.runbook.api.Unknown} may reach it
 * @param doc what it means, for people
 */
public record Parameter(
        String name,
        String component,
        List<String> aliases,
        ParameterType type,
        boolean required,
        boolean nullable,
        String defaultText,
        boolean freeForm,
        boolean rest,
        boolean acceptsUnknown,
        String doc) {
    public Parameter {
        aliases = List.copyOf(aliases);
    }

    /** Whether a task may use this name for it. */
    public boolean answersTo(String written) {
        return !rest && (name.equals(written) || aliases.contains(written));
    }
}
