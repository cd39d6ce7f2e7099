package dev.runbook.api;

import org.jspecify.annotations.Nullable;

/** A parameter that its type allows but its module does not. Thrown by compact constructors of parameter records. */
public final class InvalidParameterException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String parameter;
    private final @Nullable String hint;

    /**
     * @param parameter the component's name, so that the error points at it; "" for the task as a whole
     * @param message what is wrong and what was expected
     */
    public InvalidParameterException(String parameter, String message) {
        this(parameter, message, null);
    }

    public InvalidParameterException(String parameter, String message, @Nullable String hint) {
        super(message);
        this.parameter = parameter;
        this.hint = hint;
    }

    public String parameter() {
        return parameter;
    }

    public @Nullable String hint() {
        return hint;
    }
}
