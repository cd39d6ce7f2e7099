package dev.runbook.modules.system.check;

import dev.runbook.api.InvalidParameterException;
import dev.runbook.api.Param;
import dev.runbook.api.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Parameters of {@code http_check}. */
public record HttpCheckParameters(
        @Param(value = "What to ask for, http or https.", freeForm = true) String url,
        @Param(value = "Statuses that are accepted.", aliases = "status_code", defaultValue = "200")
                List<Integer> status,
        @Param(value = "GET or HEAD, which change nothing.", defaultValue = "GET") String method,
        @Param("Further request headers.") Map<String, String> headers,
        @Param("Text that the answer must contain.") @Nullable String bodyContains,
        @Param("Regular expression that must be found in the answer.") @Nullable String bodyMatches,
        @Param("Values that the answer, as JSON, must hold: a path such as `data.targets[0].health`, and the value.")
                Map<String, @Nullable Object> json,
        @Param(value = "How long to keep trying until all is as asked.", defaultValue = "30s") Duration timeout,
        @Param(value = "How long to wait between two tries.", aliases = "sleep", defaultValue = "1s")
                Duration interval,
        @Param(value = "The longest a single try may take.", defaultValue = "10s") Duration requestTimeout,
        @Param(value = "Follow redirects.", defaultValue = "true") boolean followRedirects,
        @Param(value = "Whether the certificate must be valid.", defaultValue = "true") boolean validateCerts,
        @Param(value = "From where to ask: the host, or where the engine runs.", defaultValue = "host") Vantage from,
        @Param(value = "User for basic authentication.", aliases = "url_username") @Nullable String user,
        @Param(value = "Password for it.", aliases = "url_password") @Nullable Secret password) {
    public HttpCheckParameters {
        method = method.toUpperCase(Locale.ROOT);
        if (!method.equals("GET") && !method.equals("HEAD")) {
            throw new InvalidParameterException(
                    "method", "expected GET or HEAD, not \"" + method + "\": a check changes nothing");
        }
        status = List.copyOf(status);
        headers = Map.copyOf(headers);
        json = Collections.unmodifiableMap(new LinkedHashMap<>(json));
        requireUrl(url);
        for (int code : status) {
            if (code < 100 || code > 599) {
                throw new InvalidParameterException("status", "expected a status from 100 to 599, not " + code);
            }
        }
        if (bodyMatches != null) {
            try {
                Pattern.compile(bodyMatches);
            } catch (PatternSyntaxException e) {
                throw new InvalidParameterException("bodyMatches", "not a regular expression: " + e.getDescription());
            }
        }
        for (String path : json.keySet()) {
            JsonPath.parse(path);
        }
        boolean body = bodyContains != null || bodyMatches != null || !json.isEmpty();
        if (body && method.equals("HEAD")) {
            throw new InvalidParameterException("method", "HEAD brings no body to look at; use GET");
        }
        if (password != null && user == null) {
            throw new InvalidParameterException("password", "needs user");
        }
        if (timeout.isNegative() || interval.isNegative() || interval.isZero()) {
            throw new InvalidParameterException("interval", "times must be positive");
        }
    }

    private static void requireUrl(String url) {
        try {
            URI uri = new URI(url);
            boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            if (!http || uri.getHost() == null) {
                throw new InvalidParameterException("url", "expected http://host/path or https://host/path");
            }
            if (uri.getUserInfo() != null) {
                throw new InvalidParameterException(
                        "url", "must not hold a user or password", "give them as user and password");
            }
        } catch (URISyntaxException e) {
            throw new InvalidParameterException("url", "not a URL: " + e.getReason());
        }
    }
}
