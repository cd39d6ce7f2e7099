package dev.runbook.report;

import dev.runbook.language.Diagnostic;
import dev.runbook.language.Span;
import java.util.Collection;

/**
 * Diagnostics as the workflow commands that GitHub shows beside the lines of a change:
 * {@code ::error file=site.yml,line=3,col=5,…::message}.
 */
public final class GitHubAnnotations {
    private GitHubAnnotations() {}

    /** One line each, in the order given. */
    public static String of(Collection<Diagnostic> diagnostics) {
        StringBuilder lines = new StringBuilder();
        diagnostics.forEach(diagnostic -> lines.append(of(diagnostic)).append('\n'));
        return lines.toString();
    }

    private static String of(Diagnostic diagnostic) {
        StringBuilder line = new StringBuilder("::")
                .append(diagnostic.severity() == Diagnostic.Severity.ERROR ? "error" : "warning")
                .append(' ');
        Span span = diagnostic.span();
        if (span != null) {
            line.append("file=").append(property(span.source().name())).append(",line=").append(span.startLine());
            if (span.endLine() == span.startLine()) { // columns count within one line
                line.append(",col=").append(span.startColumn()).append(",endColumn=").append(span.endColumn());
            } else {
                line.append(",endLine=").append(span.endLine());
            }
            line.append(',');
        }
        StringBuilder message = new StringBuilder(diagnostic.summary());
        if (!diagnostic.detail().isEmpty()) {
            message.append('\n').append(diagnostic.detail());
        }
        diagnostic.hints().forEach(hint -> message.append("\nhelp: ").append(hint));
        return line.append("title=").append(property(diagnostic.code())).append("::").append(data(message.toString()))
                .toString();
    }

    /** A message must stay on its line, or what follows could be read as another command. */
    private static String data(String text) {
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
    }

    private static String property(String text) {
        return data(text).replace(":", "%3A").replace(",", "%2C");
    }
}
