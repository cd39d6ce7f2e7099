package dev.runbook.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runbook.language.Diagnostics;
import dev.runbook.language.RunbookException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SandboxTest {
    /** Those that mean something harmless here, because {@code class} is a key like any other. */
    private static final Map<String, String> HARMLESS = Map.of();

    @Test
    void everyAttackIsRefused() {
        List<String> wrong = new ArrayList<>();
        int count = 0;
        for (String attack : Fixture.resource("attacks.txt").lines().filter(line -> !line.isBlank()).toList()) {
            count++;
            String outcome = outcome(attack);
            if (!outcome.equals("refused") && !outcome.equals(HARMLESS.get(attack))) {
                wrong.add(attack + "  gives  " + outcome);
            }
        }
        assertEquals(List.of(), wrong, () -> String.join("\n", wrong));
        assertTrue(count > 120, "attacks are missing: " + count);
    }

    /** In every place an expression can stand in. */
    private static String outcome(String attack) {
        Scope scope = Fixture.scope();
        MvelExpressions expressions = Fixture.expressions();
        var compiled = List.of(
                expressions.condition(Fixture.plain(attack), new Diagnostics()),
                expressions.value(Fixture.quoted("@{" + attack + "}"), new Diagnostics()),
                expressions.template(new dev.runbook.language.Source("t", null, "@if{true}x @{" + attack + "}@end{}"), new Diagnostics()));
        for (Expression expression : compiled) {
            try {
                return "" + expression.evaluate(scope);
            } catch (RunbookException e) {
                boolean placed = e.diagnostics().stream().allMatch(d -> d.span() != null && !d.code().equals("internal-error"));
                if (!placed) {
                    return "no place: " + e.diagnostics();
                }
            }
        }
        return "refused";
    }

    @Test
    void classIsAKeyLikeAnyOther() {
        assertEquals("\"c\"", Fixture.outcome("host.class"));
        assertEquals("error unknown-property", Fixture.outcome("nomap.class"));
    }

    @Test
    void dataIsNeverChanged() {
        Scope scope = Fixture.scope();
        for (String expression : List.of("sort(numbers)", "reverse(numbers)", "numbers + [1]", "merge(host, ['name': 'x'])", "unique(numbers)")) {
            Fixture.value(expression).evaluate(scope);
        }
        assertEquals(Fixture.list(3L, 1L, 2L), scope.lookup("numbers"));
    }

    @Test
    void whatComesOutIsPlainAndCannotBeChanged() {
        for (String expression : List.of("[1]", "['a': 1]", "numbers + [1]", "sort(numbers)", "split('a b')", "($ in numbers)", "range(2)",
                "from_json('{\"a\": [1]}')", "from_yaml('a: [1]')", "entries(host)", "keys(host)", "merge(host)", "numbers.subList(0)",
                "lines('a')", "flatten([[1]])", "unique([1])")) {
            unchangeable(Fixture.evaluate(expression), expression);
        }
    }

    private static void unchangeable(@Nullable Object value, String expression) {
        boolean refused = false;
        try {
            switch (value) {
                case List<?> list -> {
                    list.forEach(item -> check(item, expression));
                    list.removeFirst();
                }
                case Map<?, ?> map -> {
                    map.values().forEach(item -> check(item, expression));
                    map.clear();
                }
                case null, default -> throw new AssertionError(expression + " gives " + value);
            }
        } catch (UnsupportedOperationException e) {
            refused = true;
        }
        assertTrue(refused, expression);
    }

    private static void check(@Nullable Object item, String expression) {
        if (item instanceof List || item instanceof Map) {
            unchangeable(item, expression);
        }
    }

    /** What MVEL could reach at all, should the front end ever let a name through. */
    @Test
    void theRuntimeOffersNothingButItsOwnMethods() {
        Set<String> offered = new TreeSet<>();
        for (Method method : Evaluation.class.getMethods()) {
            if (method.getDeclaringClass() != Object.class) {
                offered.add(method.getName());
            }
        }
        assertEquals(new TreeSet<>(List.of("at", "blank", "call", "callWithAll", "compare", "compute", "constant", "current", "defined", "get", "list", "map",
                "method", "name", "negate", "orDefault", "orElse", "project", "run", "truth")), offered);
        assertEquals(0, Evaluation.class.getConstructors().length);
        assertEquals(List.of(), Arrays.asList(Evaluation.class.getFields()));
    }
}
