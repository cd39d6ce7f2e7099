package dev.runbook.expression;

/** The value of {@code omit}: as a parameter's value it leaves the parameter out. */
public enum Omit {
    OMIT;

    @Override
    public String toString() {
        return "omit";
    }
}
