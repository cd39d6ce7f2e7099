package dev.runbook.api;

/** Text that must never be shown. The engine masks it wherever it turns up in output. */
public final class Secret {
    private final String text;

    public Secret(String text) {
        this.text = text;
    }

    /** The text itself, for use in an action; never for a message. */
    public String reveal() {
        return text;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && secret.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** Stars, always as many. */
    @Override
    public String toString() {
        return "********";
    }
}
