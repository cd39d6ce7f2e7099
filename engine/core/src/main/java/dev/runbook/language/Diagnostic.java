package dev.runbook.language;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something to tell the user about a text of theirs.
 *
 * @param code stable, {@code unknown-module}; documented and searchable
 * @param span where; null only where no text is at fault (a host that is down)
 * @param summary one line: what is wrong
 * @param detail what was expected, the values involved; or ""
 * @param hints what to do, one sentence each, the likeliest first
 * @param related other places that belong to it ("first defined here")
 */
public record Diagnostic(
        String code,
        Severity severity,
        @Nullable Span span,
        String summary,
        String detail,
        List<String> hints,
        List<Related> related) {
    public Diagnostic {
        hints = List.copyOf(hints);
        related = List.copyOf(related);
    }

    /** How bad. Errors stop a run before it starts. */
    public enum Severity {
        ERROR,
        WARNING
    }

    /** Another place, and what it has to do with it. */
    public record Related(Span span, String message) {}

    public static Diagnostic error(String code, @Nullable Span span, String summary, String... hints) {
        return new Diagnostic(code, Severity.ERROR, span, summary, "", List.of(hints), List.of());
    }

    public static Diagnostic warning(String code, @Nullable Span span, String summary, String... hints) {
        return new Diagnostic(code, Severity.WARNING, span, summary, "", List.of(hints), List.of());
    }

    public Diagnostic withDetail(String text) {
        return new Diagnostic(code, severity, span, summary, text, hints, related);
    }

    public Diagnostic withRelated(Span where, String message) {
        var all = new java.util.ArrayList<>(related);
        all.add(new Related(where, message));
        return new Diagnostic(code, severity, span, summary, detail, hints, all);
    }
}
