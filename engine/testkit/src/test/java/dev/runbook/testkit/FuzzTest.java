package dev.runbook.testkit;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class FuzzTest {
    @Test
    void findsAndShortensWhatFails() {
        Fuzz fuzz = new Fuzz(List.of("one\ntwo\nthree\n"), List.of("!", "x"));

        AssertionError found = assertThrows(AssertionError.class, () -> fuzz.run(text -> {
            if (text.contains("!")) {
                throw new IllegalStateException("a mark");
            }
        }));

        assertTrue(String.valueOf(found.getMessage()).endsWith(":\n!"), found.getMessage());
        assertTrue(found.getCause() instanceof IllegalStateException);
    }

    @Test
    void aTextThatTakesTooLongFails() {
        Fuzz fuzz = new Fuzz(List.of("a"), List.of("b"), Duration.ofMillis(50));

        AssertionError found = assertThrows(AssertionError.class, () -> fuzz.run(text -> {
            while (!Thread.currentThread().isInterrupted()) {
                Thread.onSpinWait();
            }
        }));

        assertTrue(String.valueOf(found.getCause()).contains("not done within"));
    }
}
