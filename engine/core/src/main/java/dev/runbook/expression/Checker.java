package dev.runbook.expression;

import dev.runbook.expression.FunctionLibrary.Function;
import dev.runbook.language.Diagnostics;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds what is wrong with an expression whatever its variables hold, and which variables it needs. */
final class Checker {
    private final String text;
    private final Positions positions;
    private final Diagnostics diagnostics;
    private final Set<String> locals;
    private final Set<Expression.Reference> references = new LinkedHashSet<>();
    private final Set<String> guarded = new HashSet<>();
    private int projections;
    private int guards;

    /** @param locals names of loop variables, which are no references */
    Checker(String text, Positions positions, Set<String> locals, Diagnostics diagnostics) {
        this.text = text;
        this.positions = positions;
        this.locals = locals;
        this.diagnostics = diagnostics;
    }

    Set<Expression.Reference> references() {
        return references;
    }

    /** Checks, and tells what kind of value it gives, as far as that is certain. */
    Kind check(Ast ast) {
        return switch (ast) {
            case Ast.Literal literal -> Kind.of(literal.value());
            case Ast.Empty empty -> {
                error("syntax", empty.at(), "`empty` can only be compared with", "write x == empty or x != empty");
                yield Kind.ANY;
            }
            case Ast.Name name -> name(name);
            case Ast.Current current -> {
                if (projections == 0) {
                    error("syntax", current.at(), "`$` is the element of a projection, and this is none",
                            "projections look like ($.name in list if $.enabled)");
                }
                yield Kind.ANY;
            }
            case Ast.ListOf list -> {
                list.items().forEach(this::check);
                yield Kind.LIST;
            }
            case Ast.MapOf map -> map(map);
            case Ast.Property property -> property(property);
            case Ast.Index index -> index(index);
            case Ast.Method method -> method(method);
            case Ast.Call call -> call(call);
            case Ast.Not not -> {
                truth(not.operand(), check(not.operand()));
                yield Kind.BOOLEAN;
            }
            case Ast.Negate negate -> {
                Kind kind = check(negate.operand());
                if (kind != Kind.ANY && !kind.number()) {
                    error("wrong-type", negate.at(), "`-` needs a number, but this is " + described(kind));
                }
                yield Kind.ANY;
            }
            case Ast.Binary binary -> binary(binary);
            case Ast.Ternary ternary -> ternary(ternary);
            case Ast.Elvis elvis -> {
                check(elvis.value());
                check(elvis.fallback());
                yield Kind.ANY;
            }
            case Ast.Projection projection -> projection(projection);
        };
    }

    /** Checks something that must be true or false. */
    void checkCondition(Ast ast) {
        truth(ast, check(ast));
    }

    private Kind name(Ast.Name name) {
        if (!locals.contains(name.name())) {
            boolean safe = guards > 0 || guarded.contains(name.name());
            references.add(new Expression.Reference(
                    name.name(), safe, positions.span(name.at().start(), name.at().end())));
        }
        return Kind.ANY;
    }

    private Kind map(Ast.MapOf map) {
        Set<Object> seen = new HashSet<>();
        for (Ast key : map.keys()) {
            Kind kind = check(key);
            if (key instanceof Ast.Name name) {
                error("syntax", key.at(), "the key of a map is a text, and stands in quotes",
                        "write '" + name.name() + "', or " + "('' + " + name.name() + ") if the key is in a variable");
            } else if (kind == Kind.LIST || kind == Kind.MAP || kind == Kind.NULL || kind == Kind.OMIT) {
                error("wrong-type", key.at(), "the key of a map is a text, but this is " + described(kind));
            } else if (key instanceof Ast.Literal literal && literal.value() != null && !seen.add(literal.value().toString())) {
                error("duplicate-key", key.at(), "the key " + Values.show(literal.value()) + " is there twice");
            }
        }
        map.values().forEach(this::check);
        return Kind.MAP;
    }

    private Kind property(Ast.Property property) {
        Kind kind = check(property.target());
        if (kind != Kind.ANY && kind != Kind.MAP) {
            error("wrong-type", property.nameAt(), described(kind) + " has no keys, so `." + property.name() + "` cannot be looked up",
                    Methods.STANDARD.advice(kind, property.name(), source(property.target())));
        }
        return Kind.ANY;
    }

    private Kind index(Ast.Index index) {
        Kind target = check(index.target());
        Kind kind = check(index.index());
        if (target != Kind.ANY && target != Kind.LIST && target != Kind.MAP && target != Kind.TEXT) {
            error("wrong-type", index.at(), described(target) + " has no elements");
        } else if (target != Kind.MAP && kind != Kind.ANY && kind != Kind.INTEGER && (target != Kind.ANY || kind != Kind.TEXT)
                || target == Kind.MAP && kind != Kind.ANY && kind != Kind.TEXT && !kind.number()) {
            error("wrong-type", index.index().at(), (target == Kind.MAP ? "the key of a map is a text" : "an index is a whole number")
                    + ", but this is " + described(kind));
        }
        return target == Kind.TEXT ? Kind.TEXT : Kind.ANY;
    }

    private Kind method(Ast.Method method) {
        Kind target = check(method.target());
        Kind[] kinds = method.arguments().stream().map(this::check).toArray(Kind[]::new);
        List<Function> candidates = target == Kind.ANY
                ? Methods.STANDARD.all(method.name())
                : known(Methods.STANDARD.find(target, method.name()));
        if (candidates.isEmpty()) {
            error("unknown-method", method.nameAt(), "there is no method `" + method.name() + "`"
                            + (target == Kind.ANY ? "" : " of " + described(target)),
                    Methods.STANDARD.advice(target, method.name(), source(method.target())));
            return Kind.ANY;
        }
        if (candidates.stream().noneMatch(f -> f.takes(kinds.length + 1))) {
            error("wrong-arguments", method.nameAt(), "`" + method.name() + "` takes " + count(candidates.getFirst(), 1)
                    + ", but here are " + kinds.length);
        } else if (candidates.size() == 1) {
            types(candidates.getFirst(), method.arguments(), kinds, 1, method.name());
        }
        return candidates.size() == 1 ? candidates.getFirst().returns().kind() : Kind.ANY;
    }

    private static List<Function> known(@Nullable Function function) {
        return function == null ? List.of() : List.of(function);
    }

    private Kind call(Ast.Call call) {
        Function function = FunctionLibrary.STANDARD.find(call.name());
        if (function == null) {
            call.arguments().forEach(this::check);
            String other = Habits.FILTERS.get(call.name());
            String[] hints = other != null ? new String[] {"did you mean `" + other + "`?"}
                    : Mistakes.nearest(call.name(), FunctionLibrary.STANDARD.names());
            if (hints.length == 0 && Methods.STANDARD.find(Kind.ANY, call.name()) != null && !call.arguments().isEmpty()) {
                hints = new String[] {"there is a method of that name: write " + source(call.arguments().getFirst()) + "." + call.name() + "(…)"};
            }
            error("unknown-function", call.nameAt(), "there is no function `" + call.name() + "`", hints);
            return Kind.ANY;
        }
        boolean guard = call.name().equals(LanguageFunctions.DEFAULT) || call.name().equals(LanguageFunctions.DEFINED);
        Kind[] kinds = new Kind[call.arguments().size()];
        for (int i = 0; i < kinds.length; i++) {
            guards += guard && i == 0 ? 1 : 0;
            kinds[i] = check(call.arguments().get(i));
            guards -= guard && i == 0 ? 1 : 0;
        }
        if (!function.takes(kinds.length)) {
            var names = call.arguments();
            error("wrong-arguments", call.nameAt(), "`" + call.name() + "` takes " + count(function, 0) + ", but here "
                            + (names.size() == 1 ? "is 1" : "are " + names.size()),
                    "it is " + function.documentation().signature());
        } else if (!guard || kinds.length > 2) {
            types(function, call.arguments(), kinds, 0, call.name());
        }
        return function.returns().kind();
    }

    private void types(Function function, List<Ast> arguments, Kind[] kinds, int shift, String name) {
        for (int i = 0; i < kinds.length; i++) {
            var parameter = function.parameter(i + shift);
            if (!parameter.type().accepts(kinds[i]) && !(kinds[i] == Kind.OMIT && name.equals(LanguageFunctions.DEFAULT))) {
                error("wrong-type", arguments.get(i).at(), "`" + name + "` needs " + parameter.type().label() + " here, but this is "
                        + described(kinds[i]));
            }
        }
    }

    static String count(Function function, int shift) {
        int fewest = function.fewest() - shift;
        int most = function.parameters().size() - shift;
        String counts = function.open() ? "any number of arguments"
                : fewest == most ? (most == 0 ? "no arguments" : most == 1 ? "1 argument" : most + " arguments")
                : fewest + " to " + most + " arguments";
        return counts;
    }

    private Kind binary(Ast.Binary binary) {
        Operator operator = binary.operator();
        if (operator == Operator.EQUAL || operator == Operator.NOT_EQUAL) {
            operand(binary.left());
            operand(binary.right());
            return Kind.BOOLEAN;
        }
        Kind left = check(binary.left());
        if (operator.logical()) {
            truth(binary.left(), left);
            Kind right = guarding(Guards.proven(binary.left(), operator == Operator.AND), binary.right());
            truth(binary.right(), right);
            return Kind.BOOLEAN;
        }
        Kind right = check(binary.right());
        String problem = Operators.problem(operator, left, right);
        if (problem != null) {
            error("wrong-type", binary.at(), problem, Operators.advice(operator, left, right));
        }
        return operator.comparison() ? Kind.BOOLEAN : Operators.result(operator, left, right);
    }

    private void operand(Ast ast) {
        if (!(ast instanceof Ast.Empty)) {
            check(ast);
        }
    }

    private Kind ternary(Ast.Ternary ternary) {
        truth(ternary.condition(), check(ternary.condition()));
        Kind yes = guarding(Guards.proven(ternary.condition(), true), ternary.yes());
        Kind no = guarding(Guards.proven(ternary.condition(), false), ternary.no());
        return yes == no ? yes : Kind.ANY;
    }

    private Kind guarding(Set<String> names, Ast ast) {
        var added = new HashSet<>(names);
        added.removeAll(guarded);
        guarded.addAll(added);
        Kind kind = check(ast);
        guarded.removeAll(added);
        return kind;
    }

    private Kind projection(Ast.Projection projection) {
        Kind list = check(projection.list());
        if (list != Kind.ANY && list != Kind.LIST) {
            error("wrong-type", projection.list().at(), "a projection needs a list, but this is " + described(list));
        }
        projections++;
        check(projection.body());
        @Nullable Ast condition = projection.condition();
        if (condition != null) {
            checkCondition(condition);
        }
        projections--;
        return Kind.LIST;
    }

    private void truth(Ast ast, Kind kind) {
        if (kind != Kind.ANY && kind != Kind.BOOLEAN) {
            String what = source(ast);
            error("not-boolean", ast.at(), "expected true or false, but this is " + described(kind),
                    Mistakes.advice(what, sample(kind)));
        }
    }

    private static @Nullable Object sample(Kind kind) {
        return switch (kind) {
            case TEXT -> "";
            case INTEGER, DECIMAL -> 0L;
            case LIST -> List.of();
            case MAP -> Map.of();
            case OMIT -> Omit.OMIT;
            case NULL, BOOLEAN, ANY -> null;
        };
    }

    static String described(Kind kind) {
        return switch (kind) {
            case INTEGER, DECIMAL -> "a number";
            case LIST, MAP, BOOLEAN -> "a " + kind.label();
            case TEXT, NULL, OMIT, ANY -> kind.label();
        };
    }

    private String source(Ast ast) {
        return Values.cut(text.substring(ast.at().start(), ast.at().end()), 60);
    }

    private void error(String code, Ast.At at, String summary, String... hints) {
        diagnostics.error(code, positions.span(at.start(), at.end()), summary, hints);
    }
}
