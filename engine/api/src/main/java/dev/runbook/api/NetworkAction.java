package dev.runbook.api;

import dev.runbook.api.NetworkQuery.HttpAnswer;
import java.time.Duration;
import java.util.Map;

/**
 * A change made by one HTTP exchange that goes out from the host, so that {@code localhost} is the host's own: the API of
 * something that runs there. Nothing is needed on the host for it.
 */
public non-sealed interface NetworkAction extends Action {
    /** What is sent. */
    HttpCall call();

    /**
     * What the answer means. A status of 200 to 299 is success; of anything else the body is the complaint.
     *
     * @throws TaskFailedException where there is more to say about a refusal
     */
    default ActionResult result(HttpAnswer answer) {
        boolean good = answer.status() >= 200 && answer.status() < 300;
        String complaint = answer.status() == 0 ? answer.error() : "HTTP status " + answer.status() + ": " + answer.body();
        return new ActionResult(good ? 0 : 1, good ? answer.body() : "", good ? "" : complaint, Duration.ZERO);
    }

    /**
     * One HTTP exchange. Redirects are not followed.
     *
     * @param headers may hold secrets; never shown
     * @param body UTF-8; may hold secrets, never shown
     * @param verifyTls whether the certificate must be valid
     */
    record HttpCall(
            String method, String url, Map<String, String> headers, Secret body, boolean verifyTls, Duration timeout) {
        public HttpCall {
            headers = Map.copyOf(headers);
        }

        /** Without headers and body. */
        @Override
        public String toString() {
            return method + " " + url;
        }
    }
}
