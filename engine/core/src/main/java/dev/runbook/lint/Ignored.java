package dev.runbook.lint;

import dev.runbook.language.Diagnostic;
import dev.runbook.language.Span;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Warnings that the author has answered: {@code # lint: ignore code, code} at the end of the line they point to. */
public final class Ignored {
    private static final Pattern COMMENT =
            Pattern.compile("(?:^|\\s)#\\s*lint:\\s*ignore\\s+([a-z0-9-]+(?:\\s*,\\s*[a-z0-9-]+)*)\\s*$");

    private Ignored() {}

    /** What is left. Errors cannot be ignored. */
    public static List<Diagnostic> without(Collection<Diagnostic> diagnostics) {
        return diagnostics.stream().filter(diagnostic -> !ignored(diagnostic)).toList();
    }

    private static boolean ignored(Diagnostic diagnostic) {
        Span span = diagnostic.span();
        if (span == null || diagnostic.severity() != Diagnostic.Severity.WARNING) {
            return false;
        }
        Matcher comment = COMMENT.matcher(span.source().line(span.startLine()));
        return comment.find() && List.of(comment.group(1).split("\\s*,\\s*")).contains(diagnostic.code());
    }
}
