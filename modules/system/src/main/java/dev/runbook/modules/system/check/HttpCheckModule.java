package dev.runbook.modules.system.check;

import dev.runbook.api.Module;
import dev.runbook.api.NetworkQuery;
import dev.runbook.api.QueryModule;
import dev.runbook.api.TaskFailedException;
import dev.runbook.api.World;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The module {@code http_check}. */
@Module(
        name = "http_check",
        summary = "Checks that an HTTP address answers as it should",
        description = {
            "Tries until status and content are as asked or the time is over. Reads only, so it runs in check mode too;"
                    + " an answer that earlier changes may still bring about is then unknown, not failed.",
            "`localhost` in the URL is the host's own, also where only its SSH port can be reached."
        },
        formerNames = {"uri"},
        examples = {
            "http_check: {url: \"http://localhost:9090/-/ready\"}",
            "http_check: {url: \"http://localhost:3000/api/health\", json: {database: ok}, timeout: 60s}",
            "http_check:\n  url: https://example.org/\n  status: [200, 301]\n  method: HEAD\n  from: controller"
        })
public final class HttpCheckModule implements QueryModule<HttpCheckParameters, HttpCheckModule.Result> {
    private static final int SHOWN = 200;

    /**
     * @param status of the last answer; 0 where none came
     * @param headers by lower-case name
     * @param body at most 4 MiB
     * @param json the body as plain data, or null where it is not JSON
     * @param elapsed seconds, of all tries together
     * @param attempts how often it was tried
     */
    public record Result(
            String url,
            int status,
            Map<String, String> headers,
            String body,
            @Nullable Object json,
            double elapsed,
            int attempts) {}

    @Override
    public Result query(HttpCheckParameters parameters, World world) {
        NetworkQuery.HttpGet query = new NetworkQuery.HttpGet(
                parameters.method(),
                parameters.url(),
                headers(parameters),
                parameters.followRedirects(),
                parameters.validateCerts(),
                parameters.requestTimeout(),
                parameters.from() == Vantage.CONTROLLER);
        World.Waited<NetworkQuery.HttpAnswer> waited = world.await(
                query,
                answer -> complaints(parameters, answer).isEmpty(),
                parameters.timeout(),
                parameters.interval());
        NetworkQuery.HttpAnswer answer = waited.answer();
        Result result = new Result(
                parameters.url(),
                answer.status(),
                answer.headers(),
                answer.body(),
                plainJson(answer),
                waited.elapsed().toMillis() / 1000.0,
                waited.attempts());
        if (!waited.satisfied()) {
            throw failure(parameters, answer, result);
        }
        return result;
    }

    private static Map<String, String> headers(HttpCheckParameters parameters) {
        Map<String, String> headers = new HashMap<>(parameters.headers());
        if (parameters.user() != null) {
            String password = parameters.password() == null ? "" : parameters.password().reveal();
            String pair = parameters.user() + ":" + password;
            headers.put(
                    "Authorization",
                    "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
        }
        return headers;
    }

    private static @Nullable Object plainJson(NetworkQuery.HttpAnswer answer) {
        boolean declared = answer.headers()
                .getOrDefault("content-type", "")
                .toLowerCase(Locale.ROOT)
                .contains("json");
        try {
            return declared ? Json.parse(answer.body()) : null;
        } catch (Json.MalformedException e) {
            return null;
        }
    }

    /** What is not as asked; empty when all is. */
    static List<String> complaints(HttpCheckParameters parameters, NetworkQuery.HttpAnswer answer) {
        if (answer.status() == 0) {
            return List.of(answer.error().isEmpty() ? "no answer" : answer.error());
        }
        List<String> complaints = new ArrayList<>();
        if (!parameters.status().contains(answer.status())) {
            complaints.add("status " + answer.status() + " instead of " + alternatives(parameters.status()));
        }
        if (parameters.bodyContains() != null && !answer.body().contains(parameters.bodyContains())) {
            complaints.add("the body does not contain \"" + parameters.bodyContains() + "\"");
        }
        if (parameters.bodyMatches() != null
                && !Pattern.compile(parameters.bodyMatches()).matcher(answer.body()).find()) {
            complaints.add("nothing in the body matches " + parameters.bodyMatches());
        }
        if (!parameters.json().isEmpty()) {
            complaints.addAll(jsonComplaints(parameters, answer));
        }
        return complaints;
    }

    private static List<String> jsonComplaints(HttpCheckParameters parameters, NetworkQuery.HttpAnswer answer) {
        Object body;
        try {
            body = Json.parse(answer.body());
        } catch (Json.MalformedException e) {
            return List.of("the body is not JSON: " + e.getMessage());
        }
        List<String> complaints = new ArrayList<>();
        parameters.json().forEach((path, expected) -> {
            JsonPath.Found found = JsonPath.parse(path).in(body);
            if (!found.present()) {
                complaints.add("there is no " + path + " in the body");
            } else if (!Json.same(found.value(), expected)) {
                complaints.add(path + " is " + brief(Objects.toString(found.value())) + " instead of "
                        + brief(Objects.toString(expected)));
            }
        });
        return complaints;
    }

    private static String alternatives(List<Integer> status) {
        return String.join(" or ", status.stream().map(String::valueOf).toList());
    }

    private static TaskFailedException failure(
            HttpCheckParameters parameters, NetworkQuery.HttpAnswer answer, Result result) {
        String tried = result.attempts() == 1
                ? "1 try"
                : result.attempts() + " tries in " + Math.round(result.elapsed()) + " s";
        String body = answer.status() == 0 || answer.body().isBlank() ? "" : "; it says: " + brief(answer.body().strip());
        return new TaskFailedException(
                parameters.url() + ": " + String.join("; ", complaints(parameters, answer)) + " (" + tried + ")" + body,
                result,
                List.of());
    }

    private static String brief(String text) {
        String line = text.replaceAll("\\s+", " ");
        return line.length() <= SHOWN ? line : line.substring(0, SHOWN) + "…";
    }
}
