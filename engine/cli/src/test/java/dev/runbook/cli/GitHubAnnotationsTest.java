package dev.runbook.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.runbook.language.Diagnostic;
import dev.runbook.language.Source;
import dev.runbook.report.GitHubAnnotations;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Nothing in a message or file name can end its line or begin another command. */
final class GitHubAnnotationsTest {
    private final Source source = new Source("a,b:c%.yml", null, "one\ntwo\n");

    @Test
    void escapesNamesAndMessages() {
        Diagnostic diagnostic = Diagnostic.error(
                        "wrong-type", source.span(4, 7), "50% of\n::error::all", "say, or: not\r")
                .withDetail("a: b");
        assertEquals(
                "::error file=a%2Cb%3Ac%25.yml,line=2,col=1,endColumn=4,title=wrong-type::50%25 of%0A::error::all%0Aa: b"
                        + "%0Ahelp: say, or: not%0D\n",
                GitHubAnnotations.of(List.of(diagnostic)));
    }

    @Test
    void aSpanOfSeveralLinesHasNoColumns() {
        assertEquals(
                "::warning file=a%2Cb%3Ac%25.yml,line=1,endLine=2,title=x::y\n",
                GitHubAnnotations.of(List.of(Diagnostic.warning("x", source.span(0, 7), "y"))));
    }

    @Test
    void aDiagnosticWithoutAPlaceHasNoFile() {
        assertEquals(
                "::error title=no-tasks::none\n",
                GitHubAnnotations.of(List.of(Diagnostic.error("no-tasks", null, "none"))));
    }
}
