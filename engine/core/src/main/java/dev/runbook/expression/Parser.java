package dev.runbook.expression;

import dev.runbook.language.Diagnostic;
import dev.runbook.language.RunbookException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a strict subset of MVEL 2: what computes a value from data, and nothing that names a class, assigns, or
 * controls a flow. What is left out is refused here, with the place and what to write instead.
 */
final class Parser {
    private static final int DEEPEST = 64;
    private static final int HIGHEST = 128;
    private static final int LONGEST = 64 * 1024;
    private static final int MOST_TOKENS = 4000;

    private final String text;
    private final Positions positions;
    private final List<Token> tokens;
    private final Habits habits;
    private int at;
    private int depth;

    private Parser(String text, Positions positions) {
        this.text = text;
        this.positions = positions;
        tokens = Lexer.tokens(text, positions);
        habits = new Habits(text);
    }

    /** @throws RunbookException with the first mistake */
    static Ast parse(String text, Positions positions) {
        if (text.length() > LONGEST) {
            throw new RunbookException(Diagnostic.error("limit-exceeded", positions.span(0, 1),
                    "the expression is longer than " + LONGEST + " characters"));
        }
        var parser = new Parser(text, positions);
        if (parser.tokens.size() > MOST_TOKENS) {
            throw parser.error("limit-exceeded", parser.tokens.get(0), "the expression has too many parts",
                    "split it with variables under `vars`");
        }
        if (parser.peek().kind() == Token.Kind.END) {
            throw parser.error("syntax", parser.peek(), "an expression is missing");
        }
        Ast ast = parser.expression();
        if (parser.peek().kind() != Token.Kind.END) {
            throw parser.unexpected(ast);
        }
        if (higher(ast, HIGHEST)) {
            throw parser.tooDeep(ast.at());
        }
        return ast;
    }

    /** Whether there are more levels than that. Goes no deeper itself: a chain of a thousand links is a thousand levels. */
    private static boolean higher(Ast ast, int levels) {
        if (levels == 0) {
            return true;
        }
        for (Ast child : ast.children()) {
            if (higher(child, levels - 1)) {
                return true;
            }
        }
        return false;
    }

    private Ast expression() {
        enter();
        Ast condition = binary(1);
        Ast result = condition;
        if (take("?")) {
            Ast yes = expression();
            expect(":", condition);
            Ast no = expression();
            result = new Ast.Ternary(condition, yes, no, at(condition, no));
        } else if (take("?:")) {
            Ast fallback = expression();
            result = new Ast.Elvis(condition, fallback, at(condition, fallback));
        }
        depth--;
        return result;
    }

    private Ast binary(int power) {
        enter();
        Ast left = unary();
        while (true) {
            Token sign = peek();
            Operator operator = operator(sign);
            if (operator == null || operator.power() < power) {
                depth--;
                return left;
            }
            if (operator.ordering() && left instanceof Ast.Binary b && b.operator().ordering()
                    && text.charAt(Math.max(0, previous().end() - 1)) != ')') {
                throw error("syntax", sign, "comparisons cannot be chained",
                        "write two comparisons with && between them: a < b && b < c");
            }
            at++;
            Ast right = binary(operator.power() + 1);
            left = new Ast.Binary(operator, left, right, at(left, right));
        }
    }

    private static @Nullable Operator operator(Token token) {
        if (token.kind() == Token.Kind.NAME) {
            return switch (token.text()) {
                case "and" -> Operator.AND;
                case "or" -> Operator.OR;
                case "contains" -> Operator.CONTAINS;
                default -> null;
            };
        }
        if (token.kind() != Token.Kind.SIGN) {
            return null;
        }
        for (Operator operator : Operator.values()) {
            if (operator.symbol().equals(token.text())) {
                return operator;
            }
        }
        return null;
    }

    private Ast unary() {
        Token sign = peek();
        if (sign.is("!") || sign.isName("not")) {
            enter();
            at++;
            // "not" binds looser than a comparison, as where users know it from; "!" as tight as in MVEL.
            Ast operand = sign.is("!") ? unary() : binary(Operator.EQUAL.power());
            depth--;
            return new Ast.Not(operand, new Ast.At(sign.start(), operand.at().end()));
        }
        if (sign.is("-")) {
            enter();
            at++;
            boolean literal = peek().kind() == Token.Kind.NUMBER;
            Ast operand = unary();
            depth--;
            var where = new Ast.At(sign.start(), operand.at().end());
            return literal && operand instanceof Ast.Literal number ? negative(number, where) : new Ast.Negate(operand, where);
        }
        return postfix(primary());
    }

    private static Ast negative(Ast.Literal number, Ast.At where) {
        return new Ast.Literal(
                switch (number.value()) {
                    case Long value -> value == Long.MIN_VALUE ? BigInteger.valueOf(value).negate() : (Object) (-value);
                    case BigInteger value -> Values.integer(value.negate());
                    case Double value -> -value;
                    case null, default -> throw new IllegalStateException("not a number");
                },
                where);
    }

    private Ast postfix(Ast start) {
        Ast target = start;
        while (true) {
            Token sign = peek();
            if (sign.is(".") || sign.is(".?")) {
                at++;
                target = member(target, sign.is(".?"));
            } else if (sign.is("[")) {
                at++;
                Ast index = expression();
                if (peek().is(":")) {
                    throw error("not-supported", peek(), "slices are not supported",
                            "write x.subList(from, to) for a list, x.substring(from, to) for text");
                }
                Token close = expect("]", index);
                target = new Ast.Index(target, index, new Ast.At(target.at().start(), close.end()));
            } else {
                return target;
            }
        }
    }

    private Ast member(Ast target, boolean nullSafe) {
        Token name = peek();
        if (name.kind() != Token.Kind.NAME) {
            throw name.kind() == Token.Kind.NUMBER
                    ? error("syntax", name, "elements of a list are taken with []",
                            "write " + habits.source(target) + "[" + name.text() + "]")
                    : error("syntax", name, "a name must follow the '.', but here is " + name.described());
        }
        at++;
        var nameAt = new Ast.At(name.start(), name.end());
        if (!peek().is("(")) {
            return new Ast.Property(target, name.text(), nullSafe, nameAt, new Ast.At(target.at().start(), name.end()));
        }
        List<Ast> arguments = arguments();
        return new Ast.Method(target, name.text(), nullSafe, arguments, nameAt,
                new Ast.At(target.at().start(), previous().end()));
    }

    private List<Ast> arguments() {
        expect("(", null);
        List<Ast> arguments = new ArrayList<>();
        if (!take(")")) {
            do {
                arguments.add(expression());
            } while (take(","));
            expect(")", arguments.getLast());
        }
        return List.copyOf(arguments);
    }

    private Ast primary() {
        Token token = peek();
        at++;
        var where = new Ast.At(token.start(), token.end());
        return switch (token.kind()) {
            case NUMBER, STRING -> new Ast.Literal(token.value(), where);
            case NAME -> name(token, where);
            case SIGN, END -> switch (token.text()) {
                case "(" -> parentheses(token);
                case "[" -> collection(token);
                case "$" -> new Ast.Current(where);
                default -> {
                    at--;
                    throw unexpected(null);
                }
            };
        };
    }

    private Ast name(Token token, Ast.At where) {
        switch (token.text()) {
            case "true":
                return new Ast.Literal(true, where);
            case "false":
                return new Ast.Literal(false, where);
            case "null", "nil":
                return new Ast.Literal(null, where);
            case "omit":
                return new Ast.Literal(Omit.OMIT, where);
            case "empty":
                return new Ast.Empty(where);
            default:
                break;
        }
        Habits.Advice advice = habits.reserved(token, peek());
        if (advice != null) {
            throw error(advice.code(), token, advice.summary(), advice.hints());
        }
        if (!peek().is("(")) {
            return new Ast.Name(token.text(), where);
        }
        List<Ast> arguments = arguments();
        return new Ast.Call(token.text(), arguments, where, new Ast.At(token.start(), previous().end()));
    }

    private Ast parentheses(Token open) {
        Ast inner = expression();
        if (peek().isName("in") && inner.usesCurrent()) {
            at++;
            Ast list = binary(1);
            Ast condition = null;
            if (peek().isName("if")) {
                at++;
                condition = expression();
            }
            Token close = expect(")", list);
            return new Ast.Projection(inner, list, condition, new Ast.At(open.start(), close.end()));
        }
        expect(")", inner);
        return inner;
    }

    private Ast collection(Token open) {
        if (peek().is(":") && tokens.get(at + 1).is("]")) {
            at += 2;
            return new Ast.MapOf(List.of(), List.of(), new Ast.At(open.start(), previous().end()));
        }
        List<Ast> keys = new ArrayList<>();
        List<Ast> values = new ArrayList<>();
        boolean map = false;
        while (!peek().is("]")) {
            Ast item = expression();
            if (values.isEmpty()) {
                map = peek().is(":");
            }
            if (map) {
                expect(":", item);
                keys.add(item);
                item = expression();
            }
            values.add(item);
            if (!take(",") && !peek().is("]")) {
                expect("]", item);
            }
        }
        Token close = expect("]", null);
        var where = new Ast.At(open.start(), close.end());
        return map ? new Ast.MapOf(List.copyOf(keys), List.copyOf(values), where)
                : new Ast.ListOf(List.copyOf(values), where);
    }

    private void enter() {
        if (++depth > DEEPEST * 2) {
            throw tooDeep(new Ast.At(peek().start(), peek().end()));
        }
    }

    private RunbookException tooDeep(Ast.At where) {
        return new RunbookException(Diagnostic.error("limit-exceeded", positions.span(where.start(), where.end()),
                "the expression is nested too deeply", "split it with variables under `vars`"));
    }

    private Token peek() {
        return tokens.get(at);
    }

    private Token previous() {
        return tokens.get(at - 1);
    }

    private boolean take(String sign) {
        boolean there = peek().is(sign);
        if (there) {
            at++;
        }
        return there;
    }

    private Token expect(String sign, @Nullable Ast before) {
        if (!take(sign)) {
            Habits.Advice advice = habits.unexpected(tokens, at, before);
            throw advice != null
                    ? error(advice.code(), peek(), advice.summary(), advice.hints())
                    : error("syntax", peek(), "expected `" + sign + "`, but here is " + peek().described());
        }
        return previous();
    }

    private RunbookException unexpected(@Nullable Ast before) {
        Habits.Advice advice = habits.unexpected(tokens, at, before);
        if (advice != null) {
            return error(advice.code(), peek(), advice.summary(), advice.hints());
        }
        return error("syntax", peek(), before == null
                ? "expected a value, but here is " + peek().described()
                : "expected an operator or the end, but here is " + peek().described());
    }

    private static Ast.At at(Ast first, Ast last) {
        return new Ast.At(first.at().start(), last.at().end());
    }

    private RunbookException error(String code, Token token, String summary, String... hints) {
        return new RunbookException(
                Diagnostic.error(code, positions.span(token.start(), token.end()), summary, hints));
    }
}
