package dev.runbook.expression;

import dev.runbook.api.Secret;
import dev.runbook.language.RunbookException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Explains why a condition came out as it did. */
public final class Explain {
    private static final int MOST = 8;
    /** Names of values that are likely not to be meant for others, whether or not they were declared a secret. */
    private static final Pattern SENSITIVE =
            Pattern.compile("pass|secret|token|private_key|credential", Pattern.CASE_INSENSITIVE);

    private Explain() {}

    /**
     * The values of what a condition compares: {@code count = 3, limit = 2}. Secrets, and texts of a name such as
     * {@code db_password}, are masked, long values cut, and what
     * cannot be evaluated is left out. Empty where there is nothing to tell.
     */
    public static String values(Expression expression, Scope scope) {
        if (!(expression instanceof Compiled.Single single)) {
            return "";
        }
        Map<String, Ast> parts = new LinkedHashMap<>();
        collect(single.program(), single.program().ast(), parts);
        return parts.entrySet().stream()
                .limit(MOST)
                .map(part -> value(single, part.getKey(), part.getValue(), scope))
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(", "));
    }

    private static String value(Compiled.Single single, String source, Ast ast, Scope scope) {
        try {
            Program.Result result = single.program().part(ast).run(scope, single.options().budget(), single.options());
            String name = source.substring(source.lastIndexOf('.') + 1);
            boolean hidden = result.secret() || (result.value() instanceof String && SENSITIVE.matcher(name).find());
            @Nullable Object shown = hidden && result.value() != null ? new Secret("") : result.value();
            return source + " = " + Values.show(shown);
        } catch (RunbookException undefinedOrFailed) {
            return "";
        }
    }

    private static void collect(Program program, Ast ast, Map<String, Ast> parts) {
        switch (ast) {
            case Ast.Literal literal -> {
                // The reader sees it.
            }
            case Ast.Empty empty -> {
                // Nothing to tell.
            }
            case Ast.Current current -> {
                // Has many values.
            }
            case Ast.Name name -> parts.put(program.source(name), name);
            case Ast.Property property -> path(program, property, parts);
            case Ast.Index index -> path(program, index, parts);
            case Ast.Method method -> called(program, method, parts);
            case Ast.Call call -> called(program, call, parts);
            case Ast.Projection projection -> collect(program, projection.list(), parts);
            case Ast.Binary binary when binary.operator().power() > Operator.MATCHES.power() -> called(program, binary, parts);
            case Ast.ListOf list -> list.children().forEach(child -> collect(program, child, parts));
            case Ast.MapOf map -> map.children().forEach(child -> collect(program, child, parts));
            case Ast.Not not -> collect(program, not.operand(), parts);
            case Ast.Negate negate -> collect(program, negate.operand(), parts);
            case Ast.Binary binary -> binary.children().forEach(child -> collect(program, child, parts));
            case Ast.Ternary ternary -> ternary.children().forEach(child -> collect(program, child, parts));
            case Ast.Elvis elvis -> elvis.children().forEach(child -> collect(program, child, parts));
        }
    }

    private static void path(Program program, Ast ast, Map<String, Ast> parts) {
        if (!ast.usesCurrent()) {
            parts.put(program.source(ast), ast);
        }
    }

    /** What was computed, and what it was computed of. */
    private static void called(Program program, Ast ast, Map<String, Ast> parts) {
        path(program, ast, parts);
        ast.children().forEach(child -> collect(program, child, parts));
    }
}
