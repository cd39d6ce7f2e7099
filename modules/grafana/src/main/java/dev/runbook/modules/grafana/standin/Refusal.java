package dev.runbook.modules.grafana.standin;

/** An error that Grafana answers with. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    final int status;

    Refusal(int status, String message) {
        super(message, null, false, false);
        this.status = status;
    }
}
