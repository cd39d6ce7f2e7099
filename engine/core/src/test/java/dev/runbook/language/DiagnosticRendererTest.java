package dev.runbook.language;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

final class DiagnosticRendererTest {
    private final Source site = new Source("site.yml", null, "one: 1\ntwo: 2\nthree: 3\n");
    private final Source other = new Source("other.yml", null, "x: \u001b[31mred\n");

    @Test
    void ordersByPlaceAndCounts() {
        String rendered = new DiagnosticRenderer(false).render(List.of(
                Diagnostic.error("b", site.span(7, 10), "second"),
                Diagnostic.warning("c", other.span(0, 1), "third"),
                Diagnostic.error("a", site.span(0, 3), "first").withDetail("Some detail,\nover two lines.")));
        assertEquals("""
                error[a]: first
                 --> site.yml:1:1
                  |
                1 | one: 1
                  | ^^^
                  = Some detail,
                    over two lines.

                error[b]: second
                 --> site.yml:2:1
                  |
                2 | two: 2
                  | ^^^

                warning[c]: third
                 --> other.yml:1:1
                  |
                1 | x: \ufffd[31mred
                  | ^

                2 errors, 1 warning
                """, rendered);
    }

    @Test
    void relatedPlacesInOtherFilesHaveAnExcerptOfTheirOwn() {
        String rendered = new DiagnosticRenderer(false).render(Diagnostic.error("a", site.span(14, 22), "message", "do this")
                .withRelated(other.span(0, 1), "defined here")
                .withRelated(site.span(0, 3), "used here"));
        assertEquals("""
                error[a]: message
                 --> site.yml:3:1
                  |
                1 | one: 1
                  | --- used here
                ...
                3 | three: 3
                  | ^^^^^^^^
                 ::: other.yml:1:1
                  |
                1 | x: \ufffd[31mred
                  | - defined here
                  = help: do this
                """, rendered);
    }

    @Test
    void aSpanOverLinesIsUnderlinedInItsFirst() {
        assertEquals("""
                error[a]: message
                 --> site.yml:1:1
                  |
                1 | one: 1
                  | ^^^^^^
                """, new DiagnosticRenderer(false).render(Diagnostic.error("a", site.span(0, 15), "message")));
    }

    @Test
    void withoutAPlaceThereIsOnlyTheMessage() {
        assertEquals(
                "error[a]: host is down\n  = help: start it\n",
                new DiagnosticRenderer(false).render(Diagnostic.error("a", null, "host is down", "start it")));
    }

    @Test
    void colours() {
        assertEquals(
                "\u001b[1;31merror[a]\u001b[0m\u001b[1m: message\u001b[0m\n",
                new DiagnosticRenderer(true).render(Diagnostic.error("a", null, "message")));
    }
}
