package dev.runbook.expression;

import dev.runbook.api.Secret;
import dev.runbook.api.Unknown;
import dev.runbook.api.UnknownException;
import dev.runbook.expression.FunctionLibrary.Function;
import dev.runbook.language.Diagnostic;
import dev.runbook.language.RunbookException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One evaluation of one expression: all that MVEL's programs can see. Public, and so are its methods, only because MVEL
 * calls them by reflection; nobody else can make one. Node numbers are those {@link Printer} gave.
 *
 * <p>Unknown and secret values are passed on as they are until something is computed with them: then the evaluation ends
 * as unknown, or the text that comes of it is secret too.
 */
public final class Evaluation {
    private final Program program;
    private final Program.Copy copy;
    private final Scope scope;
    private final Budget budget;
    private final ExpressionOptions options;
    private boolean secret;
    private @Nullable Object current;

    Evaluation(Program program, Program.Copy copy, Scope scope, Budget budget, ExpressionOptions options) {
        this.program = program;
        this.copy = copy;
        this.scope = scope;
        this.budget = budget;
        this.options = options;
    }

    boolean sawSecret() {
        return secret;
    }

    /** Runs one of the programs; what our own methods threw through MVEL is thrown again as it was. */
    public @Nullable Object run(int number) {
        try {
            return copy.execute(number, this);
        } catch (RuntimeException e) {
            for (Throwable t = e; t != null; t = t.getCause()) {
                if (t instanceof RunbookException || t instanceof UnknownException || t instanceof Undefined
                        || t instanceof Budget.Exceeded || t instanceof Defect) {
                    throw (RuntimeException) t;
                }
                if (t instanceof StackOverflowError overflow) {
                    throw overflow;
                }
            }
            throw new Defect(secret ? null : e);
        }
    }

    /** MVEL or we have a mistake. */
    static final class Defect extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Defect(@Nullable Throwable cause) {
            super("defect", cause);
        }
    }

    /** A literal. */
    public @Nullable Object constant(int number) {
        return program.constant(number);
    }

    /** A variable. */
    public @Nullable Object name(int node) {
        budget.step();
        Ast.Name name = (Ast.Name) program.node(node);
        long before = System.nanoTime();
        Object value = scope.lookup(name.name());
        budget.excuse(System.nanoTime() - before);
        if (value == Scope.UNDEFINED) {
            throw new Undefined(() -> unknownVariable(name));
        }
        return Values.normal(value);
    }

    private Diagnostic unknownVariable(Ast.Name name) {
        String[] hints = switch (name.name()) {
            case "yes", "on" -> new String[] {"write true"};
            case "no", "off" -> new String[] {"write false"};
            default -> Mistakes.nearest(name.name(), scope.names());
        };
        if (hints.length == 0) {
            hints = new String[] {"where it may be missing, write default(" + name.name() + ", …)"};
        }
        return Diagnostic.error("unknown-variable", program.span(name.at()), "there is no variable `" + name.name() + "`", hints);
    }

    /** The element a projection is at. */
    public @Nullable Object current() {
        return Values.normal(current);
    }

    /** A list, whose elements are programs from this number on. */
    public Object list(int node, int first) {
        return Collections.unmodifiableList(all(first, ((Ast.ListOf) program.node(node)).items().size()));
    }

    /** A map, whose keys and values are programs by turns. */
    public Object map(int node, int first) {
        Ast.MapOf ast = (Ast.MapOf) program.node(node);
        var map = new LinkedHashMap<String, @Nullable Object>();
        for (int i = 0; i < ast.keys().size(); i++) {
            budget.step();
            map.put(key(ast.keys().get(i), run(first + 2 * i)), run(first + 2 * i + 1));
        }
        return Values.map(map);
    }

    private List<@Nullable Object> all(int first, int count) {
        List<@Nullable Object> all = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            budget.step();
            all.add(run(first + i));
        }
        return all;
    }

    private String key(Ast ast, @Nullable Object value) {
        if (value instanceof Secret) {
            throw error("wrong-type", ast.at(), "a secret cannot be the key of a map");
        }
        Object key = use(value);
        if (key instanceof String || key instanceof Number || key instanceof Boolean) {
            return Values.text(key, budget);
        }
        throw error("wrong-type", ast.at(), "the key of a map is a text, but this is " + Checker.described(Kind.of(key)));
    }

    /** A property of a map. */
    public @Nullable Object get(int node, @Nullable Object target) {
        budget.step();
        Ast.Property ast = (Ast.Property) program.node(node);
        if (target == null && ast.nullSafeChain()) {
            return null;
        }
        Object value = use(target);
        if (value instanceof Map<?, ?> map) {
            if (map.containsKey(ast.name())) {
                return Values.normal(map.get(ast.name()));
            }
            if (ast.nullSafe()) {
                return null;
            }
            throw new Undefined(() -> unknownKey(ast.target(), ast.nameAt(), ast.name(), map));
        }
        if (value == null) {
            throw new Undefined(() -> isNull(ast.target(), ast.nameAt(), "." + ast.name()));
        }
        throw error("wrong-type", ast.nameAt(), "`" + program.source(ast.target()) + "` is " + Checker.described(Kind.of(value))
                + " and has no keys, so `." + ast.name() + "` cannot be looked up",
                Methods.STANDARD.advice(Kind.of(value), ast.name(), program.source(ast.target())));
    }

    private Diagnostic isNull(Ast target, Ast.At at, String access) {
        return Diagnostic.error("null-value", program.span(at),
                "`" + program.source(target) + "` is null, so `" + access + "` cannot be looked up",
                "write .? instead of . where null is to be expected");
    }

    private Diagnostic unknownKey(Ast target, Ast.At at, String key, Map<?, ?> map) {
        String what = program.source(target);
        if (secret) {
            return Diagnostic.error("unknown-property", program.span(at), "`" + what + "` has no such key");
        }
        Collection<String> keys = map.keySet().stream().map(String::valueOf).toList();
        String has = keys.isEmpty() ? "it has no keys" : "it has " + Values.cut(String.join(", ", keys), 200);
        return Diagnostic.error("unknown-property", program.span(at),
                        "`" + what + "` has no key `" + Values.cut(key, 60) + "`", Mistakes.nearest(key, keys))
                .withDetail(has);
    }

    /** An element of a list, a value of a map, a character of a text. */
    public @Nullable Object at(int node, @Nullable Object target, @Nullable Object index) {
        budget.step();
        Ast.Index ast = (Ast.Index) program.node(node);
        if (target == null && ast.nullSafeChain()) {
            return null;
        }
        Object value = use(target);
        Object key = use(index);
        return switch (value) {
            case null -> throw new Undefined(() -> isNull(ast.target(), ast.at(), "[…]"));
            case Map<?, ?> map -> {
                String name = key(ast.index(), index);
                if (!map.containsKey(name)) {
                    throw new Undefined(() -> unknownKey(ast.target(), ast.index().at(), name, map));
                }
                yield Values.normal(map.get(name));
            }
            case List<?> list -> Values.normal(list.get(position(ast, key, list.size())));
            case String text -> {
                int at = position(ast, key, text.length());
                String character = text.substring(at, at + 1);
                yield target instanceof Secret ? new Secret(character) : character;
            }
            default -> throw error("wrong-type", ast.at(), "`" + program.source(ast.target()) + "` is "
                    + Checker.described(Kind.of(value)) + " and has no elements");
        };
    }

    /** Counted from the end where negative. */
    private int position(Ast.Index ast, @Nullable Object index, int size) {
        if (!(index instanceof Long) && !(index instanceof java.math.BigInteger)) {
            throw error("wrong-type", ast.index().at(), "an index is a whole number, but this is "
                    + Checker.described(Kind.of(index)));
        }
        long number = index instanceof Long small ? small : Long.MAX_VALUE;
        if (number >= size || number < -(long) size) {
            throw new Undefined(() -> Diagnostic.error("index-out-of-range", program.span(ast.index().at()),
                    "`" + program.source(ast.target()) + "` has " + (secret ? "no such element"
                            : size + (size == 1 ? " element" : " elements") + ", so there is none at " + Values.show(index)),
                    "the first element is at 0, the last at -1"));
        }
        return (int) (number < 0 ? number + size : number);
    }

    /** A condition's value. */
    public boolean truth(int node, @Nullable Object value) {
        if (use(value) instanceof Boolean truth) {
            return truth;
        }
        Ast ast = program.node(node);
        throw Mistakes.notBoolean(program.span(ast.at()), program.source(ast), shown(value));
    }

    /** What a message may show of a value. */
    private @Nullable Object shown(@Nullable Object value) {
        return secret && value != null ? new Secret("") : value;
    }

    /** {@code x == empty}. */
    public boolean blank(@Nullable Object value) {
        return switch (use(value)) {
            case null -> true;
            case String text -> text.isBlank();
            case List<?> list -> list.isEmpty();
            case Map<?, ?> map -> map.isEmpty();
            default -> false;
        };
    }

    /** Comparisons. */
    public boolean compare(int node, @Nullable Object left, @Nullable Object right) {
        budget.step();
        Ast.Binary ast = (Ast.Binary) program.node(node);
        Object a = use(left);
        Object b = use(right);
        return switch (ast.operator()) {
            case EQUAL -> equal(ast, a, b);
            case NOT_EQUAL -> !equal(ast, a, b);
            default -> {
                require(ast, a, b);
                yield switch (ast.operator()) {
                    case CONTAINS -> equality(e -> Contains.test(a, b, e));
                    case MATCHES -> matches(ast, (String) present(a), (String) present(b));
                    default -> ordered(ast.operator(), a instanceof Number n
                            ? Arithmetic.compare(n, (Number) present(b))
                            : ((String) present(a)).compareTo((String) present(b)));
                };
            }
        };
    }

    private static boolean ordered(Operator operator, int order) {
        return switch (operator) {
            case LESS -> order < 0;
            case LESS_OR_EQUAL -> order <= 0;
            case GREATER -> order > 0;
            case GREATER_OR_EQUAL -> order >= 0;
            default -> throw new IllegalArgumentException(operator.symbol());
        };
    }

    private boolean matches(Ast.Binary ast, String text, String pattern) {
        try {
            return Regex.matcher(text, pattern, 1, budget).matches();
        } catch (Arguments.Failure e) {
            throw error("wrong-arguments", ast.right().at(), "this " + (secret ? "is not a regular expression" : e.message()), e.hints());
        }
    }

    private boolean equal(Ast.Binary ast, @Nullable Object a, @Nullable Object b) {
        if (a instanceof String text) {
            confusable(ast, text, b);
        } else if (b instanceof String text) {
            confusable(ast, text, a);
        }
        return equality(e -> e.same(a, b));
    }

    /** Text that looks like what it is compared with would be unequal all the same; nobody means that. */
    private void confusable(Ast.Binary ast, String text, @Nullable Object other) {
        boolean confusable = other instanceof Number && Looks.numeric(text) || other instanceof Boolean && Looks.truth(text);
        if (confusable) {
            String function = other instanceof Number ? "number(…)" : "boolean(…)";
            throw error("wrong-type", ast.at(), "text is compared with a " + Kind.of(other).label()
                            + (secret ? "" : ": " + Values.show(text) + " with " + Values.show(other)),
                    "write " + function + " around the text, or the other value in quotes");
        }
    }

    private boolean equality(java.util.function.Predicate<Equality> test) {
        var equality = new Equality(budget);
        boolean result = test.test(equality);
        secret |= equality.sawSecret();
        return result;
    }

    /** Arithmetic, and joining of texts and lists. */
    public @Nullable Object compute(int node, @Nullable Object left, @Nullable Object right) {
        budget.step();
        Ast.Binary ast = (Ast.Binary) program.node(node);
        Object a = use(left);
        Object b = use(right);
        if (a instanceof Number x && b instanceof Number y) {
            try {
                return Arithmetic.apply(ast.operator(), x, y);
            } catch (ArithmeticException e) {
                throw error("division-by-zero", ast.at(), "division by zero",
                        "ask first: n == 0 ? 0 : x / n");
            }
        }
        require(ast, a, b);
        if (a instanceof List<?> first && b instanceof List<?> second) {
            budget.collection((long) first.size() + second.size());
            budget.step(first.size() + second.size());
            List<@Nullable Object> joined = new ArrayList<>(first);
            joined.addAll(second);
            return Collections.unmodifiableList(joined);
        }
        String start = Values.text(a, budget);
        String end = Values.text(b, budget);
        budget.text((long) start.length() + end.length());
        String text = start + end;
        return left instanceof Secret || right instanceof Secret ? new Secret(text) : text;
    }

    private void require(Ast.Binary ast, @Nullable Object a, @Nullable Object b) {
        Kind left = Kind.of(a);
        Kind right = Kind.of(b);
        String problem = Operators.problem(ast.operator(), left, right);
        if (problem != null) {
            Diagnostic diagnostic = Diagnostic.error("wrong-type", program.span(ast.at()), problem,
                    Operators.advice(ast.operator(), left, right));
            throw new RunbookException(secret ? diagnostic
                    : diagnostic.withDetail("the values are " + Values.show(a) + " and " + Values.show(b)));
        }
    }

    /** {@code -x}. */
    public Object negate(int node, @Nullable Object value) {
        if (use(value) instanceof Number number) {
            return Arithmetic.negate(number);
        }
        Ast ast = program.node(node);
        throw error("wrong-type", ast.at(), "`-` needs a number, but this is " + (value instanceof Secret ? "a secret"
                : Checker.described(Kind.of(value))));
    }

    /** {@code value ?: fallback}. */
    public @Nullable Object orElse(@Nullable Object value, int fallback) {
        return value == null ? run(fallback) : value;
    }

    /** {@code default(value, fallback, alsoEmpty)}. */
    public @Nullable Object orDefault(int node, int value, int fallback, @Nullable Object alsoEmpty) {
        budget.step();
        Ast.Call call = (Ast.Call) program.node(node);
        Object found;
        try {
            found = run(value);
        } catch (Undefined e) {
            return run(fallback);
        }
        if (found instanceof Unknown unknown && unknown.absent()) {
            return run(fallback);
        }
        if (!(use(alsoEmpty) instanceof Boolean empty)) {
            throw error("wrong-type", call.arguments().get(2).at(), "`default` needs true or false here");
        }
        return empty && (Boolean.FALSE.equals(found) || blank(found)) ? run(fallback) : found;
    }

    /** {@code defined(value)}. */
    public boolean defined(int value) {
        budget.step();
        try {
            return !(run(value) instanceof Unknown unknown && unknown.absent());
        } catch (Undefined e) {
            return false;
        }
    }

    /** {@code (body in list if condition)}; without a condition its number is 0. */
    public Object project(int node, @Nullable Object list, int body, int condition) {
        Ast.Projection ast = (Ast.Projection) program.node(node);
        if (!(use(list) instanceof List<?> items)) {
            throw error("wrong-type", ast.list().at(), "a projection needs a list, but this is "
                    + Checker.described(Kind.of(use(list))));
        }
        Object outer = current;
        List<@Nullable Object> results = new ArrayList<>();
        try {
            for (Object item : items) {
                budget.step();
                current = item;
                if (condition == 0 || holds(ast, condition)) {
                    results.add(run(body));
                }
            }
        } finally {
            current = outer;
        }
        return Collections.unmodifiableList(results);
    }

    private boolean holds(Ast.Projection ast, int condition) {
        Object value = run(condition);
        if (use(value) instanceof Boolean truth) {
            return truth;
        }
        Ast at = java.util.Objects.requireNonNull(ast.condition(), "a program was made of it");
        throw Mistakes.notBoolean(program.span(at.at()), program.source(at), shown(value));
    }

    /** A function without arguments. */
    public @Nullable Object call(int node) {
        return function(node, List.of());
    }

    /** A function of one argument. */
    public @Nullable Object call(int node, @Nullable Object a) {
        return function(node, Arrays.asList(a));
    }

    /** A function of two arguments. */
    public @Nullable Object call(int node, @Nullable Object a, @Nullable Object b) {
        return function(node, Arrays.asList(a, b));
    }

    /** A function of three arguments. */
    public @Nullable Object call(int node, @Nullable Object a, @Nullable Object b, @Nullable Object c) {
        return function(node, Arrays.asList(a, b, c));
    }

    /** A function of many arguments, which are programs from this number on. */
    public @Nullable Object callWithAll(int node, int first) {
        return function(node, all(first, ((Ast.Call) program.node(node)).arguments().size()));
    }

    private @Nullable Object function(int node, List<@Nullable Object> arguments) {
        Ast.Call call = (Ast.Call) program.node(node);
        Function function = java.util.Objects.requireNonNull(FunctionLibrary.STANDARD.find(call.name()), "checked");
        return invoke(function, call.name(), call.nameAt(), call.arguments(), arguments);
    }

    /** A method without arguments. */
    public @Nullable Object method(int node, @Nullable Object target) {
        return onTarget(node, target, Arrays.asList(target));
    }

    /** A method of one argument. */
    public @Nullable Object method(int node, @Nullable Object target, @Nullable Object a) {
        return onTarget(node, target, Arrays.asList(target, a));
    }

    /** A method of two arguments. */
    public @Nullable Object method(int node, @Nullable Object target, @Nullable Object a, @Nullable Object b) {
        return onTarget(node, target, Arrays.asList(target, a, b));
    }

    private @Nullable Object onTarget(int node, @Nullable Object target, List<@Nullable Object> all) {
        Ast.Method call = (Ast.Method) program.node(node);
        if (target == null && call.nullSafeChain()) {
            return null;
        }
        Object value = use(target);
        if (value == null) {
            throw new Undefined(() -> isNull(call.target(), call.nameAt(), "." + call.name() + "()"));
        }
        Function function = Methods.STANDARD.find(Kind.of(value), call.name());
        if (function == null) {
            throw error("unknown-method", call.nameAt(), "`" + program.source(call.target()) + "` is "
                            + Checker.described(Kind.of(value)) + ", which has no method `" + call.name() + "`",
                    Methods.STANDARD.advice(Kind.of(value), call.name(), program.source(call.target())));
        }
        List<Ast> asts = call.children();
        if (!function.takes(all.size())) {
            throw error("wrong-arguments", call.nameAt(), "`" + call.name() + "` takes " + Checker.count(function, 1)
                    + ", but here are " + call.arguments().size());
        }
        return invoke(function, call.name(), call.nameAt(), asts, all);
    }

    private @Nullable Object invoke(Function function, String name, Ast.At nameAt, List<Ast> asts, List<?> given) {
        budget.step();
        var opener = new Opener(budget);
        List<@Nullable Object> values = new ArrayList<>(given.size());
        for (int i = 0; i < given.size(); i++) {
            Object value = function.deep() ? opener.deep(given.get(i)) : opener.open(given.get(i));
            secret |= opener.sawSecret();
            var parameter = function.parameter(i);
            if (!parameter.type().accepts(Kind.of(value))) {
                String is = value == null ? "null" : secret ? Checker.described(Kind.of(value))
                        : Values.show(value) + " (" + Kind.of(value).label() + ")";
                throw error("wrong-type", asts.get(i).at(), "`" + name + "` needs " + parameter.type().label()
                        + " here, but this is " + is, wanted(parameter.type(), Kind.of(value), asts.get(i)));
            }
            values.add(value);
        }
        try {
            Object result = function.body().apply(new Arguments(values, budget, options, this::use));
            return opener.sawSecret() ? Values.secret(result) : result;
        } catch (Arguments.Failure e) {
            Ast.At at = e.index < asts.size() ? asts.get(e.index).at() : nameAt;
            String shown = secret || e.index >= values.size() ? "" : " (" + Values.show(values.get(e.index)) + ")";
            throw error("wrong-arguments", at, "`" + name + "`: the argument" + shown + " " + e.message(), e.hints());
        }
    }

    private String[] wanted(Type type, Kind kind, Ast ast) {
        String source = program.source(ast);
        if (type == Type.TEXT && (kind.number() || kind == Kind.BOOLEAN)) {
            return new String[] {"write string(" + source + "), or put the value in quotes where it is set"};
        }
        if ((type == Type.NUMBER || type == Type.INTEGER) && kind == Kind.TEXT) {
            return new String[] {"write " + (type == Type.INTEGER ? "int(" : "number(") + source + ")"};
        }
        return new String[0];
    }

    /** A value that something is computed with. */
    private @Nullable Object use(@Nullable Object value) {
        return switch (value) {
            case Unknown unknown -> throw new UnknownException(unknown);
            case Secret hidden -> {
                secret = true;
                yield hidden.reveal();
            }
            case null, default -> Values.normal(value);
        };
    }

    private static Object present(@Nullable Object value) {
        return java.util.Objects.requireNonNull(value, "its kind is checked");
    }

    private RunbookException error(String code, Ast.At at, String summary, String... hints) {
        return new RunbookException(Diagnostic.error(code, program.span(at), summary, hints));
    }
}
