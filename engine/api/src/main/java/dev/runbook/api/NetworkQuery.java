package dev.runbook.api;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A question put over the network as seen from the host: the engine reaches {@code localhost} of the host through its
 * connection, so nothing is needed there.
 */
public sealed interface NetworkQuery<T extends @Nullable Object> extends Query<T> {
    /**
     * Whether a TCP connection can be made.
     *
     * @param fromController connect from where the engine runs instead of from the host
     */
    record TcpPort(String address, int port, Duration timeout, boolean fromController)
            implements NetworkQuery<Boolean> {
        @Override
        public String describe() {
            return "port " + port + " on " + address;
        }
    }

    /**
     * One HTTP exchange with a method that changes nothing, {@code GET} or {@code HEAD}.
     *
     * @param headers may hold secrets; never shown
     * @param verifyTls whether the certificate must be valid
     * @param fromController ask from where the engine runs instead of from the host
     */
    record HttpGet(
            String method,
            String url,
            Map<String, String> headers,
            boolean followRedirects,
            boolean verifyTls,
            Duration timeout,
            boolean fromController)
            implements NetworkQuery<HttpAnswer> {
        public HttpGet {
            headers = Map.copyOf(headers);
            if (!method.equals("GET") && !method.equals("HEAD")) {
                throw new IllegalArgumentException("a query uses GET or HEAD, not " + method);
            }
        }

        @Override
        public String describe() {
            return method + " " + url;
        }
    }

    /**
     * A question to something that speaks HTTP on the host, or is reached from there: one exchange, and what its answer
     * means. Asked again, a few times, where the answer is 429 or 502 to 504.
     */
    non-sealed interface HttpQuery<T extends @Nullable Object> extends NetworkQuery<T> {
        /** What is sent. */
        HttpGet request();

        /**
         * Reads the answer. Pure.
         *
         * @throws TaskFailedException where it is a refusal, or none came
         */
        T read(HttpAnswer answer);

        @Override
        default String describe() {
            return request().describe();
        }
    }

    /**
     * @param status the HTTP status, or 0 where no answer came
     * @param headers lower-case names; the last value of each
     * @param body decoded, at most 4 MiB of it
     * @param error why no answer came, or "" if one did
     */
    record HttpAnswer(int status, Map<String, String> headers, String body, String error) {
        public HttpAnswer {
            headers = Map.copyOf(headers);
        }
    }
}
