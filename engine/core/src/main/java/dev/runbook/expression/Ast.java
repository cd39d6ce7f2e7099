package dev.runbook.expression;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An expression as a tree. */
sealed interface Ast {
    /** Where in the expression's text it stands. */
    At at();

    /** UTF-16 offsets, the end exclusive. */
    record At(int start, int end) {}

    /** Text, number, boolean, null or {@code omit}. */
    record Literal(@Nullable Object value, At at) implements Ast {}

    /** {@code empty}: what {@code ==} and {@code !=} compare with null, blank text and empty collections at once. */
    record Empty(At at) implements Ast {}

    /** A variable. */
    record Name(String name, At at) implements Ast {}

    /** {@code $}: the element a projection is at. */
    record Current(At at) implements Ast {}

    /** {@code [a, b]}. */
    record ListOf(List<Ast> items, At at) implements Ast {}

    /** {@code ['k': v]}. */
    record MapOf(List<Ast> keys, List<Ast> values, At at) implements Ast {}

    /** {@code target.name}, or with {@code .?} null where the target is null or has no such key. */
    record Property(Ast target, String name, boolean nullSafe, At nameAt, At at) implements Ast {}

    /** {@code target[index]}. */
    record Index(Ast target, Ast index, At at) implements Ast {}

    /** {@code target.name(arguments)}. */
    record Method(Ast target, String name, boolean nullSafe, List<Ast> arguments, At nameAt, At at) implements Ast {}

    /** {@code name(arguments)}. */
    record Call(String name, List<Ast> arguments, At nameAt, At at) implements Ast {}

    /** {@code !x}. */
    record Not(Ast operand, At at) implements Ast {}

    /** {@code -x}. */
    record Negate(Ast operand, At at) implements Ast {}

    /** Two operands and what stands between them. */
    record Binary(Operator operator, Ast left, Ast right, At at) implements Ast {}

    /** {@code condition ? yes : no}. */
    record Ternary(Ast condition, Ast yes, Ast no, At at) implements Ast {}

    /** {@code value ?: fallback}: the fallback where the value is null. */
    record Elvis(Ast value, Ast fallback, At at) implements Ast {}

    /** {@code (body in list if condition)}. */
    record Projection(Ast body, Ast list, @Nullable Ast condition, At at) implements Ast {}

    /** What it is made of, in the order of the text. */
    default List<Ast> children() {
        return switch (this) {
            case Literal literal -> List.of();
            case Empty empty -> List.of();
            case Name name -> List.of();
            case Current current -> List.of();
            case ListOf list -> list.items;
            case MapOf map -> {
                List<Ast> all = new ArrayList<>();
                for (int i = 0; i < map.keys.size(); i++) {
                    all.add(map.keys.get(i));
                    all.add(map.values.get(i));
                }
                yield all;
            }
            case Property property -> List.of(property.target);
            case Index index -> List.of(index.target, index.index);
            case Method method -> {
                List<Ast> all = new ArrayList<>(List.of(method.target));
                all.addAll(method.arguments);
                yield all;
            }
            case Call call -> call.arguments;
            case Not not -> List.of(not.operand);
            case Negate negate -> List.of(negate.operand);
            case Binary binary -> List.of(binary.left, binary.right);
            case Ternary ternary -> List.of(ternary.condition, ternary.yes, ternary.no);
            case Elvis elvis -> List.of(elvis.value, elvis.fallback);
            case Projection p ->
                p.condition == null ? List.of(p.body, p.list) : List.of(p.body, p.list, p.condition);
        };
    }

    /** Whether {@code $} stands in it outside of further projections. */
    default boolean usesCurrent() {
        return switch (this) {
            case Current current -> true;
            case Projection projection -> projection.list.usesCurrent();
            default -> children().stream().anyMatch(Ast::usesCurrent);
        };
    }

    /** Whether a {@code .?} before it makes it null without looking any further. */
    default boolean nullSafeChain() {
        return switch (this) {
            case Property property -> property.nullSafe || property.target.nullSafeChain();
            case Index index -> index.target.nullSafeChain();
            case Method method -> method.nullSafe || method.target.nullSafeChain();
            default -> false;
        };
    }
}
