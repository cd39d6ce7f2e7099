package dev.runbook.variables;

import dev.runbook.api.Secret;
import dev.runbook.expression.Expression;
import dev.runbook.expression.Expressions;
import dev.runbook.language.Diagnostics;
import dev.runbook.language.Node;
import dev.runbook.language.RunbookException;
import dev.runbook.language.Span;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One definition of a variable: its value, or the text that gives it. Compared by identity: two definitions are
 * different even if they say the same.
 */
public final class Variable {
    private static final Set<String> SENSITIVE = Set.of(
            "ansible_password",
            "ansible_ssh_pass",
            "ansible_ssh_password",
            "ansible_become_password",
            "ansible_become_pass",
            "ansible_sudo_pass",
            "ansible_su_pass",
            "ansible_ssh_private_key_passphrase",
            "ansible_private_key_passphrase");

    /** Functions that may give something else the next time, though no variable has changed. */
    private static final Pattern MOMENTARY = Pattern.compile("\\b(now|file)\\s*\\(");

    private final String name;
    private final Precedence precedence;
    private final String origin;
    private final @Nullable Span span;
    private final @Nullable Node node;
    private final @Nullable Object data;
    private final @Nullable Supplier<? extends @Nullable Object> later;
    private volatile @Nullable Expression compiled;

    private Variable(
            String name,
            Precedence precedence,
            String origin,
            @Nullable Span span,
            @Nullable Node node,
            @Nullable Object data,
            @Nullable Supplier<? extends @Nullable Object> later) {
        this.name = name;
        this.precedence = precedence;
        this.origin = origin;
        this.span = span;
        this.node = node;
        this.data = data;
        this.later = later;
    }

    /** One whose value is a text of a runbook, inventory or variable file, and so may hold expressions. */
    static Variable text(Node.Entry entry, Precedence precedence, String origin) {
        return new Variable(entry.key().text(), precedence, origin, entry.key().span(), entry.value(), null, null);
    }

    /** One whose value is data, which is never evaluated. */
    static Variable data(
            String name, @Nullable Object value, Precedence precedence, String origin, @Nullable Span span) {
        return new Variable(name, precedence, origin, span, null, guarded(name, value), null);
    }

    /** One whose value is data that is fetched when it is first asked for; {@code value} is called each time. */
    static Variable later(
            String name, Supplier<? extends @Nullable Object> value, Precedence precedence, String origin) {
        return new Variable(name, precedence, origin, null, null, null, value);
    }

    public String name() {
        return name;
    }

    public Precedence precedence() {
        return precedence;
    }

    /** What the place is called: {@code group_vars/web.yml}, {@code play vars}, {@code task "Read version"}. */
    public String origin() {
        return origin;
    }

    /** Where its name stands; null where no text defines it. */
    public @Nullable Span span() {
        return span;
    }

    /** Whether its value is data or a text without expressions, and so the same on every host. */
    boolean isData() {
        return node == null;
    }

    @Nullable Object data() {
        return later == null ? data : later.get();
    }

    @Nullable Node node() {
        return node;
    }

    /** Whether its value may change by itself: with the time, or with a file that the run writes. */
    boolean isMomentary() {
        return node != null && isMomentary(node);
    }

    private static boolean isMomentary(Node node) {
        return switch (node) {
            case Node.ScalarNode scalar -> scalar.tag().equals("!file")
                    || (scalar.text().contains("@{") && MOMENTARY.matcher(scalar.text()).find());
            case Node.SequenceNode sequence -> sequence.items().stream().anyMatch(Variable::isMomentary);
            case Node.MappingNode mapping -> mapping.entries().stream()
                    .anyMatch(entry -> isMomentary(entry.key()) || isMomentary(entry.value()));
        };
    }

    /**
     * Compiled, once for all hosts.
     *
     * @throws RunbookException where the text is no valid expression
     */
    Expression compiled(Expressions expressions) {
        Expression known = compiled;
        if (known != null) {
            return known;
        }
        if (node == null) {
            throw new IllegalStateException(name + " is data");
        }
        Diagnostics diagnostics = new Diagnostics();
        Expression made = expressions.value(node, diagnostics);
        if (diagnostics.hasErrors()) {
            throw new RunbookException(diagnostics.all());
        }
        compiled = made;
        return made;
    }

    Set<Expression.Reference> references() {
        Expression known = compiled;
        return known == null ? Set.of() : known.references();
    }

    /** A password that stands in clear is kept from being shown all the same. */
    public static @Nullable Object guarded(String name, @Nullable Object value) {
        return value instanceof String text && SENSITIVE.contains(name) ? new Secret(text) : value;
    }

    @Override
    public String toString() {
        return name + " (" + origin + ")";
    }
}
