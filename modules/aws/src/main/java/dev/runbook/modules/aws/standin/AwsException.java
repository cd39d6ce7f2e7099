package dev.runbook.modules.aws.standin;

import java.util.Map;

/** A refusal, in the words of AWS. */
final class AwsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    final int status;
    final String code;
    final transient Map<String, String> headers;

    AwsException(int status, String code, String message) {
        this(status, code, message, Map.of());
    }

    AwsException(int status, String code, String message, Map<String, String> headers) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
        this.headers = Map.copyOf(headers);
    }

    /** What it says. */
    String text() {
        return String.valueOf(getMessage());
    }
}
