package dev.runbook.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Prints a checked tree as MVEL in which every access and call is one to a method of {@link Evaluation}, with the number
 * of the tree's node as its first argument. So MVEL itself never sees a name, a property or a method of the user's, and
 * what is left to it is the flow: calls, {@code && || ! ?:} and lists. Parts that may be evaluated not at all, or
 * several times, become programs of their own.
 */
final class Printer {
    private static final int LONGEST_PRINTED = 200;

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
        printer.programs.add("");
        String main = printer.of(ast);
        printer.programs.set(0, main);
        return new Printed(List.copyOf(printer.programs), List.copyOf(printer.nodes), Values.list(printer.constants));
    }

    private String of(Ast ast) {
        return switch (ast) {
            case Ast.Literal literal -> literal(literal.value());
            case Ast.Empty empty -> "null";
            case Ast.Name name -> call("name", name);
            case Ast.Current current -> "current()";
            case Ast.ListOf list -> "list(" + all(list.items()) + ")";
            case Ast.MapOf map -> call("map", map, all(map.children()));
            case Ast.Property property -> call("get", property, of(property.target()));
            case Ast.Index index -> call("at", index, of(index.target()), of(index.index()));
            case Ast.Method method -> call("method", method, of(method.target()), all(method.arguments()));
            case Ast.Call call -> call(call);
            case Ast.Not not -> "(!" + truth(not.operand()) + ")";
            case Ast.Negate negate -> call("negate", negate, of(negate.operand()));
            case Ast.Binary binary -> binary(binary);
            case Ast.Ternary t -> "(" + truth(t.condition()) + " ? " + of(t.yes()) + " : " + of(t.no()) + ")";
            case Ast.Elvis elvis -> call("orElse", of(elvis.value()), program(elvis.fallback()));
            case Ast.Projection p -> call("project", p, of(p.list()), program(p.body()),
                    p.condition() == null ? "0" : program(p.condition()));
        };
    }

    private String call(Ast.Call call) {
        List<Ast> arguments = call.arguments();
        return switch (call.name()) {
            case LanguageFunctions.DEFINED -> call("defined", program(arguments.getFirst()));
            case LanguageFunctions.DEFAULT -> call("orDefault", call, program(arguments.get(0)), program(arguments.get(1)),
                    arguments.size() > 2 ? of(arguments.get(2)) : "false");
            default -> call("call", call, all(arguments));
        };
    }

    private String binary(Ast.Binary binary) {
        Operator operator = binary.operator();
        if (operator.logical()) {
            return "(" + truth(binary.left()) + " " + operator.symbol() + " " + truth(binary.right()) + ")";
        }
        boolean blank = binary.right() instanceof Ast.Empty || binary.left() instanceof Ast.Empty;
        if (blank) {
            String operand = of(binary.right() instanceof Ast.Empty ? binary.left() : binary.right());
            return (operator == Operator.NOT_EQUAL ? "(!" : "(") + call("blank", operand) + ")";
        }
        return call(operator.comparison() ? "compare" : "compute", binary, of(binary.left()), of(binary.right()));
    }

    /** As a Java boolean, for MVEL's own operators. */
    private String truth(Ast ast) {
        return switch (ast) {
            case Ast.Not not -> of(not);
            case Ast.Binary binary when binary.operator().comparison() -> of(binary);
            case Ast.Literal literal when literal.value() instanceof Boolean -> of(literal);
            default -> call("truth", ast, of(ast));
        };
    }

    private String program(Ast ast) {
        int index = programs.size();
        programs.add("");
        programs.set(index, of(ast));
        return Integer.toString(index);
    }

    private String all(List<Ast> items) {
        return items.stream().map(this::of).collect(Collectors.joining(", ", "[", "]"));
    }

    private String call(String method, Ast ast, String... arguments) {
        nodes.add(ast);
        int number = nodes.size() - 1;
        return method + "(" + number + (arguments.length == 0 ? "" : ", " + String.join(", ", arguments)) + ")";
    }

    private static String call(String method, String... arguments) {
        return method + "(" + String.join(", ", arguments) + ")";
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
