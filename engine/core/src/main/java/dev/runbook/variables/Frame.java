package dev.runbook.variables;

import dev.runbook.expression.Expression;
import dev.runbook.expression.Expressions;
import dev.runbook.language.Diagnostics;
import dev.runbook.language.Node;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Variables of one place at one level: the {@code vars} of a play, block or task, a file of variables, the item of a
 * loop. Made once where it is the same for all hosts, and shared by them. Immutable.
 */
public final class Frame {
    private final Precedence precedence;
    private final String origin;
    private final Map<String, Variable> variables;

    private Frame(Precedence precedence, String origin, Map<String, Variable> variables) {
        this.precedence = precedence;
        this.origin = origin;
        this.variables = variables;
    }

    /** Of entries as written; their values may hold expressions and are evaluated when asked for, host by host. */
    public static Frame of(Precedence precedence, String origin, List<Node.Entry> entries) {
        Map<String, Variable> variables = new LinkedHashMap<>();
        entries.forEach(entry -> variables.put(entry.key().text(), Variable.text(entry, precedence, origin)));
        return new Frame(precedence, origin, variables);
    }

    /** Of data, which is never evaluated. */
    public static Frame data(Precedence precedence, String origin, Map<String, ? extends @Nullable Object> values) {
        Map<String, Variable> variables = new LinkedHashMap<>();
        values.forEach((name, value) -> variables.put(name, Variable.data(name, value, precedence, origin, null)));
        return new Frame(precedence, origin, variables);
    }

    /** Of definitions at one level; a later one of the same name wins. */
    static Frame of(Precedence precedence, String origin, Collection<Variable> definitions) {
        Map<String, Variable> variables = new LinkedHashMap<>();
        definitions.forEach(variable -> variables.put(variable.name(), variable));
        return new Frame(precedence, origin, variables);
    }

    public Precedence precedence() {
        return precedence;
    }

    public String origin() {
        return origin;
    }

    public Set<String> names() {
        return java.util.Collections.unmodifiableSet(variables.keySet());
    }

    /** Compiles what holds expressions, so that mistakes are known before any host is asked. */
    public void check(Expressions expressions, Diagnostics diagnostics) {
        variables.values().forEach(variable -> Variables.check(variable, expressions, diagnostics));
    }

    /** What its values refer to, as far as {@link #check} has compiled them without mistakes. */
    public List<Expression.Reference> references() {
        List<Expression.Reference> all = new ArrayList<>();
        variables.values().forEach(variable -> all.addAll(variable.references()));
        return all;
    }

    @Nullable Variable get(String name) {
        return variables.get(name);
    }

    Collection<Variable> all() {
        return variables.values();
    }
}
