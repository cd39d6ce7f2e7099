package dev.runbook.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runbook.language.Diagnostics;
import dev.runbook.language.RunbookException;
import dev.runbook.language.Source;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Text made to exhaust the parser gives a mistake with a place, and soon. */
class HostileTextTest {
    @Test
    void nestingIsLimited() {
        for (String[] pair : List.of(new String[] {"(", "three", ")"}, new String[] {"[", "1", "]"}, new String[] {"!", "true", ""},
                new String[] {"not ", "true", ""}, new String[] {"upper(", "word", ")"}, new String[] {"numbers[", "0", "]"},
                new String[] {"- ", "1", ""}, new String[] {"true ? ", "1", " : 2"}, new String[] {"true ? 1 : ", "1", ""},
                new String[] {"default(x, ", "1", ")"}, new String[] {"['k': ", "1", "]"}, new String[] {"nothing ?: ", "1", ""})) {
            for (int depth : new int[] {300, 2000, 20_000}) {
                String text = pair[0].repeat(depth) + pair[1] + pair[2].repeat(depth);
                assertEquals("error limit-exceeded", Fixture.outcome(text), () -> pair[0] + depth);
            }
        }
    }

    @Test
    void chainsAreLimited() {
        for (String link : List.of(" + 1", " && true", ".a", "[0]", ".trim()", " == 1", " ~= 'a'")) {
            assertEquals("error limit-exceeded", Fixture.outcome("three" + link.repeat(1000)), link);
        }
        assertEquals("100", Fixture.outcome("1" + " + 1".repeat(99)));
    }

    @Test
    void sensibleNestingWorks() {
        assertEquals("3", Fixture.outcome("(".repeat(40) + "three" + ")".repeat(40)));
        assertEquals("1", Fixture.outcome("[".repeat(30) + "1" + "]".repeat(30) + "[0]".repeat(30)));
    }

    @Test
    void hugeLiteralsAreRefused() {
        assertEquals("error limit-exceeded", Fixture.outcome("9".repeat(5000)));
        assertEquals("error limit-exceeded", Fixture.outcome("0x" + "f".repeat(5000)));
        assertEquals("error limit-exceeded", Fixture.outcome("1." + "9".repeat(5000)));
        assertEquals("error limit-exceeded", Fixture.outcome("'" + "x".repeat(100_000) + "'"));
        assertEquals("error syntax", Fixture.outcome("1e99999"));
        assertEquals("60000", Fixture.outcome("'" + "x".repeat(60_000) + "'.length()"));
    }

    @Test
    void manyPartsAreFast() {
        String list = IntStream.range(0, 1500).mapToObj(Integer::toString).collect(Collectors.joining(", ", "[", "]"));
        assertEquals("1124250", Fixture.outcome("sum(" + list + ")"));
        assertEquals("error limit-exceeded", Fixture.outcome(list + " == " + list + " || " + list + " == " + list));
    }

    @Test
    void templatesAreLimited() {
        var diagnostics = new Diagnostics();
        Fixture.expressions().template(new Source("t", null, "@if{true}".repeat(500) + "@end{}".repeat(500)), diagnostics);
        assertTrue(diagnostics.hasErrors());
        String nested = "@foreach{a : range(1000)}".repeat(5) + "xxxxxxxxxx" + "@end{}".repeat(5);
        Expression template = Fixture.expressions().template(new Source("t", null, nested), new Diagnostics());
        var failure = assertThrows(RunbookException.class, () -> template.evaluate(Fixture.scope()));
        assertEquals("limit-exceeded", failure.diagnostics().getFirst().code());
    }

    @Test
    void timeSpentWaitingForAVariableDoesNotCount() {
        Scope slow = new Scope() {
            @Override
            public Object lookup(String name) {
                try {
                    Thread.sleep(60);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                return 1L;
            }

            @Override
            public java.util.Set<String> names() {
                return java.util.Set.of("x");
            }
        };
        ExpressionOptions standard = Fixture.options(java.nio.file.Path.of("."));
        var expressions = new MvelExpressions(new ExpressionOptions(standard.base(), standard.decryptor(), standard.environment(),
                standard.clock(), java.time.Duration.ofMillis(50), 1_000_000));
        Expression value = expressions.value(Fixture.quoted("@{x + x + sum(range(5000))}"), new Diagnostics());
        assertEquals(12497502L, value.evaluate(slow));
    }
}
