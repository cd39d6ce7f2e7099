package dev.runbook.modules.linode.standin;

/** An error that the API answers with. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    final int status;
    final String field;

    /** @param field what it is about, or "" */
    Refusal(int status, String field, String reason) {
        super(reason, null, false, false);
        this.status = status;
        this.field = field;
    }
}
