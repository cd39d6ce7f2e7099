package dev.runbook.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code expressions.txt}: an expression, what it gives. Lines without an arrow are headings. */
class ExpressionCasesTest {
    private static final String ARROW = "  →  ";

    @Test
    void everyCaseGivesWhatItSays() {
        List<String> wrong = new ArrayList<>();
        int count = 0;
        for (String line : Fixture.resource("expressions.txt").lines().toList()) {
            int arrow = line.lastIndexOf(ARROW);
            if (arrow < 0) {
                continue;
            }
            count++;
            String expression = line.substring(0, arrow).strip();
            String outcome = Fixture.outcome(expression);
            if (!outcome.equals(line.substring(arrow + ARROW.length()).strip())) {
                wrong.add(line + "  but was  " + outcome);
            }
        }
        assertEquals(List.of(), wrong, () -> String.join("\n", wrong));
        assertTrue(count > 200, "cases are missing: " + count);
    }
}
