package dev.runbook.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runbook.language.Codes;
import dev.runbook.language.Diagnostic;
import dev.runbook.language.DiagnosticRenderer;
import dev.runbook.language.Diagnostics;
import dev.runbook.language.RunbookException;
import dev.runbook.language.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Mistakes and what is said about them, to the letter. {@code errors.txt} has a mistake a line: a condition, or after
 * {@code value:} text with expressions; {@code template-errors.txt} has templates between lines of dashes. With
 * {@code -Dgoldens.write=DIR} what is said now is written there, to be looked at and copied by hand.
 */
class ErrorTextsTest {
    @Test
    void mistakesInExpressions() throws IOException {
        var said = new StringBuilder();
        for (String line : Fixture.resource("errors.txt").lines().toList()) {
            if (line.isBlank()) {
                continue;
            }
            var diagnostics = new Diagnostics();
            MvelExpressions expressions = Fixture.expressions();
            Expression expression = line.startsWith("value: ")
                    ? expressions.value(Fixture.plain(line.substring(7)), diagnostics)
                    : expressions.condition(Fixture.plain(line), diagnostics);
            say(said, line, expression, diagnostics);
        }
        compare("errors.expected", said.toString());
    }

    @Test
    void mistakesInTemplates() throws IOException {
        var said = new StringBuilder();
        for (String template : Fixture.resource("template-errors.txt").split("-----\n")) {
            var diagnostics = new Diagnostics();
            Expression expression = Fixture.expressions().template(new Source("a.tmpl", null, template), diagnostics);
            say(said, "", expression, diagnostics);
        }
        compare("template-errors.expected", said.toString());
    }

    private static void say(StringBuilder said, String title, Expression expression, Diagnostics diagnostics) {
        List<Diagnostic> found = diagnostics.all();
        if (found.isEmpty()) {
            try {
                Object value = expression.evaluate(Fixture.scope());
                assertFalse(title.startsWith("value: "), () -> "no mistake: " + title + " gives " + value);
                Object holds = Conditions.holds(expression, Fixture.scope());
                throw new AssertionError("no mistake: " + title + " gives " + holds);
            } catch (RunbookException e) {
                found = e.diagnostics();
            }
        }
        for (Diagnostic diagnostic : found) {
            assertTrue(Codes.of(diagnostic.code()).isPresent(), "not in the catalog: " + diagnostic.code());
            assertFalse(diagnostic.toString().contains("hunter2"), "a secret is shown");
        }
        found.forEach(diagnostic -> said.append(new DiagnosticRenderer(false).render(diagnostic)).append('\n'));
    }

    private static void compare(String name, String actual) throws IOException {
        String directory = System.getProperty("goldens.write");
        if (directory != null) {
            Files.createDirectories(Path.of(directory));
            Files.writeString(Path.of(directory, name), actual);
        }
        List<String> expected = Arrays.asList(Fixture.resource(name).split("\n\n"));
        List<String> was = Arrays.asList(actual.split("\n\n"));
        for (int i = 0; i < Math.min(expected.size(), was.size()); i++) {
            assertEquals(expected.get(i).strip(), was.get(i).strip());
        }
        assertEquals(expected.size(), was.size());
    }
}
