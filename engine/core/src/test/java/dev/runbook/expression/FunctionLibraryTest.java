package dev.runbook.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class FunctionLibraryTest {
    private static final List<FunctionLibrary.Documentation> ALL = FunctionLibrary.STANDARD.documentation();

    @TestFactory
    Stream<DynamicTest> examplesGiveWhatTheDocumentationSays() {
        return ALL.stream().map(function -> DynamicTest.dynamicTest(function.name(), () -> {
            assertTrue(function.example().contains(function.name() + "("));
            String result = Fixture.outcome(function.example());
            assertFalse(result.startsWith("error"), result);
            if (!function.result().isEmpty()) {
                assertEquals(Fixture.outcome(function.result()), result);
            }
        }));
    }

    @Test
    void everyFunctionIsDocumented() {
        assertTrue(ALL.size() >= 55, () -> "functions: " + ALL.size());
        for (FunctionLibrary.Documentation function : ALL) {
            assertTrue(function.summary().endsWith("."), function.name());
            assertTrue(function.signature().startsWith(function.name() + "("), function.name());
            assertFalse(function.group().isBlank(), function.name());
        }
    }

    @Test
    void timeComesFromTheClock() {
        assertEquals("\"2026-01-31T13:05:09Z\"", Fixture.outcome("now()"));
        assertEquals("\"31.01.2026\"", Fixture.outcome("date_format(now(), 'dd.MM.yyyy')"));
    }
}
