package dev.runbook.expression;

import dev.runbook.language.Diagnostic;
import java.util.function.Supplier;

/** A variable, key or element is not there: an error, unless {@code default} or {@code defined} asked. */
final class Undefined extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Supplier<Diagnostic> diagnostic;

    Undefined(Supplier<Diagnostic> diagnostic) {
        super("undefined", null, false, false);
        this.diagnostic = diagnostic;
    }

    Diagnostic diagnostic() {
        return diagnostic.get();
    }
}
