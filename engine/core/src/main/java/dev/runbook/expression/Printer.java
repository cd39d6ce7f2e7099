package dev.runbook.expression;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Prints a checked tree as MVEL in which every access and call is one to a method of {@link Evaluation}, with the number
 * of the tree's node as its first argument. So MVEL itself never sees a name, a property or a method of the user's, and
 * what is left to it is the flow: calls and {@code && || ! ?:}.
 *
 * <p>The tree is cut into several programs. One reason is that some parts may be evaluated not at all, or several times.
 * The other is that MVEL compiles the arguments of a call more than once, and theirs again each time, so that its effort
 * doubles with every level.
 */
final class Printer {
    private static final int LONGEST_PRINTED = 200;

    /** Levels of calls within one program. */
    private static final int DEEPEST = 3;

    /** Arguments that are printed inside of their call. */
    private static final int MOST_ARGUMENTS = 3;

    private final List<Ast> nodes = new ArrayList<>();
    private final List<@Nullable Object> constants = new ArrayList<>();
    private final List<String> programs = new ArrayList<>();

    private Printer() {}

    /**
     * @param programs MVEL; the first is the expression itself
     * @param nodes what the programs' node numbers mean
     * @param constants what the programs' constant numbers mean
     */
    record Printed(List<String> programs, List<Ast> nodes, List<@Nullable Object> constants) {}

    static Printed print(Ast ast) {
        var printer = new Printer();
        printer.program(ast);
        return new Printed(List.copyOf(printer.programs), List.copyOf(printer.nodes), Values.list(printer.constants));
    }

    /** @param level how many calls it stands inside of, in this program */
    private String of(Ast ast, int level) {
        if (level >= DEEPEST && !(ast instanceof Ast.Literal) && !(ast instanceof Ast.Name) && !(ast instanceof Ast.Current)) {
            return "run(" + program(ast) + ")";
        }
        int inner = level + 1;
        return switch (ast) {
            case Ast.Literal literal -> literal(literal.value());
            case Ast.Empty empty -> "null";
            case Ast.Name name -> call("name", name);
            case Ast.Current current -> "current()";
            case Ast.ListOf list -> constant(list) ? literal(value(list)) : call("list", list, several(list.items()));
            case Ast.MapOf map -> constant(map) ? literal(value(map)) : call("map", map, several(map.children()));
            case Ast.Property property -> call("get", property, of(property.target(), inner));
            case Ast.Index index -> call("at", index, of(index.target(), inner), of(index.index(), inner));
            case Ast.Method method -> call("method", method, method.children(), inner);
            case Ast.Call call -> call(call, inner);
            case Ast.Not not -> "(!" + truth(not.operand(), inner) + ")";
            case Ast.Negate negate -> call("negate", negate, of(negate.operand(), inner));
            case Ast.Binary binary -> binary(binary, inner);
            case Ast.Ternary t -> "(" + truth(t.condition(), inner) + " ? " + of(t.yes(), inner) + " : " + of(t.no(), inner) + ")";
            case Ast.Elvis elvis -> "orElse(" + of(elvis.value(), inner) + ", " + program(elvis.fallback()) + ")";
            case Ast.Projection p -> call("project", p, of(p.list(), inner), program(p.body()),
                    p.condition() == null ? "0" : program(p.condition()));
        };
    }

    private String call(Ast.Call call, int level) {
        List<Ast> arguments = call.arguments();
        return switch (call.name()) {
            case LanguageFunctions.DEFINED -> "defined(" + program(arguments.getFirst()) + ")";
            case LanguageFunctions.DEFAULT -> call("orDefault", call, program(arguments.get(0)), program(arguments.get(1)),
                    arguments.size() > 2 ? of(arguments.get(2), level) : "false");
            default -> arguments.size() > MOST_ARGUMENTS
                    ? call("callWithAll", call, several(arguments))
                    : call("call", call, arguments, level);
        };
    }

    private String binary(Ast.Binary binary, int level) {
        Operator operator = binary.operator();
        if (operator.logical()) {
            return "(" + logical(binary, level) + ")";
        }
        if (binary.right() instanceof Ast.Empty || binary.left() instanceof Ast.Empty) {
            Ast operand = binary.right() instanceof Ast.Empty ? binary.left() : binary.right();
            return (operator == Operator.NOT_EQUAL ? "(!" : "(") + "blank(" + of(operand, level) + "))";
        }
        return call(operator.comparison() ? "compare" : "compute", binary, of(binary.left(), level), of(binary.right(), level));
    }

    /** Chains of the same operator are one level. */
    private String logical(Ast.Binary binary, int level) {
        String left = binary.left() instanceof Ast.Binary inner && inner.operator() == binary.operator()
                ? logical(inner, level)
                : truth(binary.left(), level);
        return left + " " + binary.operator().symbol() + " " + truth(binary.right(), level);
    }

    /** As a Java boolean, for MVEL's own operators. */
    private String truth(Ast ast, int level) {
        boolean certain = level < DEEPEST && switch (ast) {
            case Ast.Not not -> true;
            case Ast.Binary binary -> binary.operator().comparison();
            case Ast.Literal literal -> literal.value() instanceof Boolean;
            default -> false;
        };
        return certain ? of(ast, level) : call("truth", ast, of(ast, level + 1));
    }

    /** The number of the program that is this part. */
    private String program(Ast ast) {
        int index = programs.size();
        programs.add("");
        programs.set(index, of(ast, 0));
        return Integer.toString(index);
    }

    /** The number of the first of as many programs, one after the other. */
    private String several(List<Ast> parts) {
        int first = programs.size();
        parts.forEach(part -> programs.add(""));
        for (int i = 0; i < parts.size(); i++) {
            programs.set(first + i, of(parts.get(i), 0));
        }
        return Integer.toString(first);
    }

    private String call(String method, Ast ast, List<Ast> arguments, int level) {
        return call(method, ast, arguments.stream().map(argument -> of(argument, level)).toArray(String[]::new));
    }

    private String call(String method, Ast ast, String... arguments) {
        nodes.add(ast);
        int number = nodes.size() - 1;
        return method + "(" + number + (arguments.length == 0 ? "" : ", " + String.join(", ", arguments)) + ")";
    }

    /** Lists and maps of literals are made once. */
    private static boolean constant(Ast ast) {
        return switch (ast) {
            case Ast.Literal literal -> true;
            case Ast.ListOf list -> list.items().stream().allMatch(Printer::constant);
            case Ast.MapOf map -> map.keys().stream().allMatch(key -> key instanceof Ast.Literal)
                    && map.values().stream().allMatch(Printer::constant);
            default -> false;
        };
    }

    private static @Nullable Object value(Ast ast) {
        return switch (ast) {
            case Ast.Literal literal -> literal.value();
            case Ast.ListOf list -> {
                List<@Nullable Object> items = new ArrayList<>();
                list.items().forEach(item -> items.add(value(item)));
                yield Values.list(items);
            }
            case Ast.MapOf map -> {
                Map<String, @Nullable Object> entries = new LinkedHashMap<>();
                for (int i = 0; i < map.keys().size(); i++) {
                    entries.put(Values.scalar(value(map.keys().get(i))), value(map.values().get(i)));
                }
                yield java.util.Collections.unmodifiableMap(entries);
            }
            default -> throw new IllegalStateException("not constant");
        };
    }

    /** Literals that could be misread are passed by number instead. */
    private String literal(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case Boolean truth -> truth.toString();
            case Long number when number >= 0 -> number + "L";
            case String text when text.length() <= LONGEST_PRINTED && text.chars().allMatch(Printer::harmless) -> '"' + text + '"';
            default -> {
                constants.add(value);
                yield "constant(" + (constants.size() - 1) + ")";
            }
        };
    }

    private static boolean harmless(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || " _-.,:/+*=<>".indexOf(c) >= 0;
    }
}
