package dev.runbook.api;

import java.util.List;

/** A source of inventory cannot say which hosts there are. The message is for the user and holds no secret. */
public final class InventorySourceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final List<String> hints;

    /** @param hints what the user may try, one sentence each */
    public InventorySourceException(String message, String... hints) {
        super(message);
        this.hints = List.of(hints);
    }

    public List<String> hints() {
        return hints;
    }
}
