package dev.runbook.language;

import java.util.ArrayList;
import java.util.List;

/** Collects what there is to say, so that all of it is said at once. Not for use by several threads. */
public final class Diagnostics {
    private final List<Diagnostic> all = new ArrayList<>();

    public void add(Diagnostic diagnostic) {
        if (!all.contains(diagnostic)) {
            all.add(diagnostic);
        }
    }

    public void error(String code, Span span, String summary, String... hints) {
        add(Diagnostic.error(code, span, summary, hints));
    }

    public boolean hasErrors() {
        return all.stream().anyMatch(d -> d.severity() == Diagnostic.Severity.ERROR);
    }

    public List<Diagnostic> all() {
        return List.copyOf(all);
    }
}
