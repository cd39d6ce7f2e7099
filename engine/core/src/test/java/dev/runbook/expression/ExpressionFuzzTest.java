package dev.runbook.expression;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runbook.language.Codes;
import dev.runbook.language.Diagnostic;
import dev.runbook.language.Diagnostics;
import dev.runbook.language.RunbookException;
import dev.runbook.language.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Throws pieces of expressions at the compilers: whatever comes of it is a value or a mistake with a place. */
@Timeout(value = 2, unit = TimeUnit.HOURS) // fuzz.minutes may be many
class ExpressionFuzzTest {
    private static final long NANOSECONDS = 3_000_000_000L;
    private static final String[] PIECES = {
        "three", "word", "host", ".", ".?", "name", "[", "]", "(", ")", "+", "-", "*", "/", "%", "==", "!=", "<", ">", "<=", ">=", "&&", "||",
        "!", "not ", " and ", " or ", " contains ", "~=", "?", ":", "?:", ",", "'a'", "\"b\"", "1", "2.5", "0x1f", "null", "true", "empty",
        "omit", "default(", "defined(", "upper(", "length(", "where(", "users", "$", " in ", " if ", "later", "password", "numbers",
        ".size()", ".substring(", "@{", "}", "@@{", "@if{", "@else{}", "@foreach{", "x : ", "@end{}", "@comment{", "{", "\n", "\\", "'", "\"",
        "|", "=", ";", "é", "\u0000", "new ", "class", "😀", "credentials", "mixed", "partly", "9223372036854775807", "to_json(",
        "regex_match(", "from_json(", "range(", "sum("};

    @Test
    void nothingBreaksTheCompilers() {
        long end = System.nanoTime() + NANOSECONDS;
        var random = new Random(20260131);
        Scope scope = Fixture.scope();
        List<String> seeds = new ArrayList<>();
        for (String name : List.of("expressions.txt", "attacks.txt", "errors.txt")) {
            Fixture.resource(name).lines().takeWhile(line -> !line.equals("Limits")).map(line -> line.split("  →  ")[0]).forEach(seeds::add);
        }
        int count = 0;
        while (System.nanoTime() < end) {
            String text = random.nextInt(3) == 0 ? assembled(random) : mutated(random, seeds.get(random.nextInt(seeds.size())));
            for (int way = 0; way < 3; way++) {
                check(text, way, scope);
            }
            count++;
        }
        assertTrue(count > 20, "only " + count);
    }

    private static String assembled(Random random) {
        var text = new StringBuilder();
        for (int i = random.nextInt(12); i >= 0; i--) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return text.toString();
    }

    private static String mutated(Random random, String seed) {
        var text = new StringBuilder(seed);
        for (int i = random.nextInt(3); i >= 0; i--) {
            int at = random.nextInt(text.length() + 1);
            switch (random.nextInt(3)) {
                case 0 -> text.insert(at, PIECES[random.nextInt(PIECES.length)]);
                case 1 -> text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(4)));
                default -> text.replace(at, Math.min(text.length(), at + random.nextInt(3)), PIECES[random.nextInt(PIECES.length)]);
            }
        }
        return text.toString();
    }

    private static void check(String text, int way, Scope scope) {
        // The limits have their own tests; here they would only use up the time.
        ExpressionOptions standard = Fixture.options(java.nio.file.Path.of("src/test/resources/dev/runbook/expression"));
        var expressions = new MvelExpressions(new ExpressionOptions(standard.base(), standard.decryptor(), standard.environment(),
                standard.clock(), java.time.Duration.ofMillis(100), 20_000));
        var diagnostics = new Diagnostics();
        try {
            Expression expression = switch (way) {
                case 0 -> expressions.condition(Fixture.plain(text), diagnostics);
                case 1 -> expressions.value(Fixture.quoted(text), diagnostics);
                default -> expressions.template(new Source("t", null, text), diagnostics);
            };
            Object value = expression.evaluate(scope);
            Fixture.shown(value);
            assertTrue(!diagnostics.hasErrors(), "a value in spite of mistakes");
        } catch (RunbookException e) {
            e.diagnostics().forEach(diagnostic -> sound(diagnostic, text));
        } catch (RuntimeException | StackOverflowError e) {
            throw new AssertionError("broken by " + way + ": " + text, e);
        }
    }

    private static void sound(Diagnostic diagnostic, String text) {
        boolean sound = diagnostic.span() != null && !diagnostic.code().equals("internal-error")
                && Codes.of(diagnostic.code()).isPresent();
        assertTrue(sound, () -> diagnostic + " for " + text);
        assertTrue(!diagnostic.toString().replace(text, "").contains("hunter2"), () -> "a secret is shown: " + diagnostic);
    }
}
