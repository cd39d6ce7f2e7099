package dev.runbook.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A task cannot be carried out, or what it found counts as a failure. The message is for the user. */
public final class TaskFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final @Nullable Record result;
    private final List<String> hints;

    public TaskFailedException(String message) {
        this(message, null, List.of());
    }

    /**
     * @param result what {@code register} sees besides {@code failed} and {@code msg}
     * @param hints what the user may try, one sentence each
     */
    public TaskFailedException(String message, @Nullable Record result, List<String> hints) {
        super(message);
        this.result = result;
        this.hints = List.copyOf(hints);
    }

    public @Nullable Record result() {
        return result;
    }

    public List<String> hints() {
        return hints;
    }
}
