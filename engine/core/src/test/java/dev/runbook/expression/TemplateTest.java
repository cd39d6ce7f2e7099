package dev.runbook.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runbook.api.Secret;
import dev.runbook.language.Diagnostics;
import dev.runbook.language.Source;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** {@code templates.txt}: a name, a template and what comes of it, each between its own lines. */
class TemplateTest {
    private static Expression template(String text) {
        var diagnostics = new Diagnostics();
        Expression template = Fixture.expressions().template(new Source("a.tmpl", null, text), diagnostics);
        assertEquals(List.of(), diagnostics.all());
        return template;
    }

    private static @Nullable Object render(String text) {
        return template(text).evaluate(Fixture.scope());
    }

    @TestFactory
    Stream<DynamicTest> templates() {
        List<String> cases = List.of(Fixture.resource("templates.txt").split("(?m)^=== "));
        assertTrue(cases.size() > 20);
        return cases.stream().skip(1).map(text -> {
            int title = text.indexOf('\n');
            int arrow = text.indexOf("--->\n");
            String template = text.substring(title + 1, arrow);
            String expected = text.substring(arrow + 5);
            return DynamicTest.dynamicTest(text.substring(0, title), () -> {
                assertEquals(expected, render(template));
                assertEquals(expected.replace("\n", "\r\n"), render(template.replace("\n", "\r\n")));
            });
        });
    }

    @Test
    void aFileNeedNotEndInALineEnd() {
        assertEquals("a\n", render("a\n@if{lie}\nb\n@end{}"));
        assertEquals("a\nb\n", render("a\n@if{true}\nb\n  @end{}  "));
        assertEquals("", render("@comment{x}"));
        assertEquals("", render(""));
        assertEquals("x", render("@if{true}x@end{}"));
    }

    @Test
    void unknownPartsMakeItUnknown() {
        assertEquals(Fixture.UNKNOWN, render("a @{later}"));
        assertEquals(Fixture.UNKNOWN, render("@if{later}a@end{}"));
        assertEquals(Fixture.UNKNOWN, render("@foreach{x : later}a@end{}"));
        assertEquals(Fixture.UNKNOWN, render("@foreach{x : mixed}@{x}@end{}"));
        assertEquals("aaa", render("@foreach{x : mixed}a@end{}"));
        assertEquals("b", render("@if{lie}@{later}@else{}b@end{}"));
    }

    @Test
    void secretPartsMakeItSecret() {
        assertEquals(new Secret("a hunter2"), render("a @{password}"));
        assertEquals(new Secret("7"), render("@{password.length()}"));
        assertEquals("b", render("@if{lie}@{password}@else{}b@end{}"));
    }

    @Test
    void loopVariablesAreNoReferences() {
        assertEquals("a! b c d e", template("@{default(a, 1)}@if{b}@{c}@end{}@foreach{x : d}@{x}@{loop.index}@{e}@end{}").references().stream()
                .map(reference -> reference.name() + (reference.guarded() ? "!" : "")).sorted().collect(Collectors.joining(" ")));
        assertEquals("loop x", template("@foreach{x : [1]}@end{}@{x}@{loop}").references().stream().map(Expression.Reference::name).sorted()
                .collect(Collectors.joining(" ")));
    }

    @Test
    void textAloneIsLiteral() {
        assertTrue(template("a @@{b} @x{").literal());
        assertFalse(template("a @{b}").literal());
    }
}
