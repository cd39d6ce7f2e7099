package dev.runbook.language;

import java.util.List;

/** Carries diagnostics across a boundary where no collector is at hand: an expression that fails while a task runs. */
public final class RunbookException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Diagnostic> diagnostics;

    public RunbookException(Diagnostic diagnostic) {
        this(List.of(diagnostic));
    }

    public RunbookException(List<Diagnostic> diagnostics) {
        super(diagnostics.getFirst().summary());
        this.diagnostics = List.copyOf(diagnostics);
    }

    public List<Diagnostic> diagnostics() {
        return diagnostics;
    }
}
