package dev.runbook.modules.prometheus;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.runbook.api.InvalidParameterException;
import dev.runbook.api.NetworkQuery.HttpAnswer;
import dev.runbook.api.NetworkQuery.HttpGet;
import dev.runbook.api.Secret;
import dev.runbook.api.TaskFailedException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A Prometheus, as the host reaches it.
 *
 * @param url without a slash at its end
 * @param user of basic authentication, null for none
 */
record Server(String url, @Nullable String user, @Nullable Secret password) {
    static final String URL = "Where Prometheus is, as the host reaches it.";
    static final String USER = "User, where Prometheus asks for one (`basic_auth_users` of its `web.yml`).";
    static final String PASSWORD = "The user's password.";
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration REQUEST = Duration.ofSeconds(10);

    Server {
        if (!url.matches("https?://[^/\\s]+(/\\S*)?")) {
            throw new InvalidParameterException("url", "expected an address such as http://localhost:9090");
        }
        if ((user == null) != (password == null)) {
            throw new InvalidParameterException(user == null ? "user" : "password", "give user and password, or neither");
        }
        url = url.replaceAll("/+$", "");
    }

    HttpGet get(String path) {
        String pair = user == null || password == null ? "" : user + ":" + password.reveal();
        Map<String, String> headers = pair.isEmpty()
                ? Map.of()
                : Map.of("Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
        return new HttpGet("GET", url + path, headers, false, true, REQUEST, false);
    }

    static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    /**
     * What came of a question.
     *
     * @param data {@code data} of the answer, or null where there is none
     * @param problem why there is none, or ""
     */
    record Told(@Nullable JsonNode data, String problem) {}

    /** Reads an answer of the API. One that may come right by itself is a problem; a refusal is a failure. */
    Told read(HttpAnswer answer) {
        if (answer.status() == 0) {
            return new Told(null, url + " does not answer: " + answer.error());
        }
        requireLogin(answer);
        JsonNode body;
        try {
            body = JSON.readTree(answer.body());
        } catch (JsonProcessingException e) {
            body = JSON.missingNode();
        }
        if (answer.status() == 200 && body.path("status").asText().equals("success")) {
            return new Told(body.path("data"), "");
        }
        if (body.has("error") && answer.status() < 500) {
            throw new TaskFailedException("Prometheus refuses: " + body.path("error").asText());
        }
        if (answer.status() == 404 || answer.status() == 200) {
            throw new TaskFailedException("what answers at " + url + " is not Prometheus: HTTP status " + answer.status()
                    + " for its API", null, List.of("Check `url`; behind a prefix it ends with that, such as /prometheus."));
        }
        String said = body.has("error") ? body.path("error").asText() : answer.body().strip();
        return new Told(null, "HTTP status " + answer.status() + (said.isEmpty() ? "" : ": " + said));
    }

    void requireLogin(HttpAnswer answer) {
        if (answer.status() == 401 || answer.status() == 403) {
            throw new TaskFailedException(
                    user == null
                            ? url + " asks for a user and a password"
                            : url + " does not accept the user " + user + " with this password",
                    null,
                    List.of("Give `user` and `password` as in `basic_auth_users` of Prometheus's web configuration."));
        }
    }
}
