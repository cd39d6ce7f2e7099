package dev.runbook.language;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects what there is to say, so that all of it is said at once. Not for use by several threads. */
public final class Diagnostics {
    // There are many collectors, and most stay empty.
    private Set<Diagnostic> all = Set.of();
    private Set<Span> errors = Set.of();

    public void add(Diagnostic diagnostic) {
        if (all.isEmpty()) {
            all = new LinkedHashSet<>();
            errors = new HashSet<>();
        }
        all.add(diagnostic);
        if (diagnostic.severity() == Diagnostic.Severity.ERROR && diagnostic.span() != null) {
            errors.add(diagnostic.span());
        }
    }

    public void error(String code, Span span, String summary, String... hints) {
        add(Diagnostic.error(code, span, summary, hints));
    }

    public void warning(String code, Span span, String summary, String... hints) {
        add(Diagnostic.warning(code, span, summary, hints));
    }

    /** Whether something is known to be wrong with exactly this text, so that what follows from it need not be said. */
    public boolean hasErrorAt(Span span) {
        return errors.contains(span);
    }

    public boolean hasErrors() {
        return all.stream().anyMatch(d -> d.severity() == Diagnostic.Severity.ERROR);
    }

    public List<Diagnostic> all() {
        return List.copyOf(all);
    }
}
