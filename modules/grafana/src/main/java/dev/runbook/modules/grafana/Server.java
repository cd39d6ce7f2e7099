package dev.runbook.modules.grafana;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.runbook.api.InvalidParameterException;
import dev.runbook.api.NetworkQuery.HttpAnswer;
import dev.runbook.api.Secret;
import dev.runbook.api.TaskFailedException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A Grafana, as the host reaches it, and who logs in.
 *
 * @param url without a slash at its end
 * @param password null where a token is used
 */
record Server(String url, String user, @Nullable Secret password, @Nullable Secret token) {
    static final String URL = "Where Grafana is, as the host reaches it.";
    static final String DEFAULT_URL = "http://localhost:3000";
    static final String ADMIN_USER = "Who logs in to make the change.";
    static final String ADMIN_PASSWORD = "Their password.";
    static final String TOKEN = "Token of a service account, instead of user and password.";
    static final Duration REQUEST = Duration.ofSeconds(30);
    static final JsonMapper JSON = new JsonMapper();

    Server {
        if (!url.matches("https?://[^/\\s]+(/\\S*)?")) {
            throw new InvalidParameterException("url", "expected an address such as " + DEFAULT_URL);
        }
        url = url.replaceAll("/+$", "");
    }

    /** Of a task that needs one way to log in. */
    static Server of(String url, String user, @Nullable Secret password, @Nullable Secret token) {
        if ((password == null) == (token == null)) {
            throw new InvalidParameterException(
                    password == null ? "admin_password" : "token",
                    password == null ? "give admin_password, or the token of a service account" : "give either token or admin_password, not both");
        }
        return new Server(url, user, password, token);
    }

    Map<String, String> headers() {
        String pair = user + ":" + (password == null ? "" : password.reveal());
        return Map.of(
                "Authorization",
                token != null
                        ? "Bearer " + token.reveal()
                        : "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)),
                "Accept", "application/json");
    }

    /** The body as JSON; a missing node where it is none. */
    static JsonNode json(HttpAnswer answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (JsonProcessingException e) {
            return JSON.missingNode();
        }
    }

    /** What a refusal means. */
    TaskFailedException refused(HttpAnswer answer) {
        if (answer.status() == 0) {
            return new TaskFailedException(url + " does not answer: " + answer.error());
        }
        JsonNode body = json(answer);
        String said = body.path("message").asText(answer.body().strip());
        if (said.isEmpty()) {
            said = "HTTP status " + answer.status();
        }
        return switch (answer.status()) {
            case 401 -> new TaskFailedException(
                    "Grafana does not let " + (token == null ? user + " in with this password: " : "this token in: ") + said,
                    null,
                    List.of("After five wrong passwords Grafana refuses the right one too, for five minutes.",
                            "`grafana_password` gives admin a password; `grafana cli admin reset-admin-password` resets one.")
                            .subList(0, token == null ? 2 : 0));
            case 403 -> new TaskFailedException(
                    "Grafana refuses: " + said, null,
                    said.contains("read-only")
                            ? List.of("It comes from a file in /etc/grafana/provisioning; change it there.")
                            : List.of("It needs a user or service account with the role Admin."));
            case 404 -> new TaskFailedException(
                    body.has("message")
                            ? "Grafana refuses: " + said
                            : "what answers at " + url + " is not Grafana: HTTP status 404 for its API");
            case 412 -> new TaskFailedException(
                    "Grafana refuses: " + said, null,
                    List.of("Somebody changed it meanwhile: run this again."));
            default -> new TaskFailedException("Grafana refuses: " + said + " (HTTP status " + answer.status() + ")");
        };
    }
}
