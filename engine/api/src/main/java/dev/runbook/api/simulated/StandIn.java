package dev.runbook.api.simulated;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Stands for a service in rehearsals and tests: kept in memory, with a state, and as strict as the real one. What the real
 * service refuses it refuses, in the same words.
 *
 * <p>Implementations have a public constructor without parameters and are listed in
 * {@code META-INF/services/dev.runbook.api.simulated.StandIn}. Shipped beside the modules that call the service.
 */
public interface StandIn {
    /** What it stands for, in a few words: {@code Linode API}. */
    String name();

    /**
     * Where the real service is, without a slash at the end: {@code https://api.linode.com}. A {@code *} stands for any
     * part of a host name. Empty for one that runs on hosts.
     */
    List<String> addresses();

    /**
     * The systemd unit that the real one runs as, on a host where it was installed: {@code grafana-server}. Null for one
     * that does not run on hosts.
     */
    @Nullable String unit();

    /** Variables of the environment that a rehearsal has so that the service lets one in: a token that it knows. */
    default Map<String, String> environment() {
        return Map.of();
    }

    /**
     * A fresh one, in the state of the real service just installed or of an account just opened.
     *
     * @param machine the host that it runs on; null for one that runs on none
     */
    Service start(@Nullable Machine machine);

    /** One instance of it. Called by one thread at a time. */
    interface Service {
        /** For one that runs on a host: whether it listens there on this port, as it is configured now. */
        default boolean listens(int port) {
            return false;
        }

        /**
         * For one that runs on a host: its unit was started, or started anew. It has read its configuration.
         *
         * @throws dev.runbook.api.TaskFailedException where the real one would end at once; the message is what it says
         */
        default void started() {}

        /** For one that runs on a host: its unit was told to read its configuration anew. */
        default void reloaded() {}

        /** Answers a request; never throws. */
        Reply answer(Request request);
    }

    /**
     * @param path with the query, as sent: {@code /v4/regions?page=2}
     * @param host what the request was addressed to, with the port where one was given
     * @param headers by lower-case name
     */
    record Request(String method, String host, String path, Map<String, String> headers, byte[] body) {
        public Request {
            headers = Map.copyOf(headers);
        }

        /** The body as text. */
        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        /** A header; "" where there is none. */
        public String header(String name) {
            return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
        }
    }

    /** @param headers by lower-case name */
    record Reply(int status, Map<String, String> headers, byte[] body) {
        public Reply {
            headers = Map.copyOf(headers);
        }

        /** With a body of JSON. */
        public static Reply json(int status, String body) {
            return new Reply(status, Map.of("content-type", "application/json"), body.getBytes(StandardCharsets.UTF_8));
        }

        /** With a body of plain text. */
        public static Reply text(int status, String body) {
            return new Reply(
                    status, Map.of("content-type", "text/plain; charset=utf-8"), body.getBytes(StandardCharsets.UTF_8));
        }
    }
}
