package dev.runbook.modules.linode;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.runbook.api.Secret;
import dev.runbook.api.TaskFailedException;
import java.io.IOException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Version 4 of Linode's API. What is too much for it is asked again when it says so; what it could not answer is asked
 * again a few times, but for changes: whether one was made is then for the caller to find out.
 */
final class Api implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final MediaType TYPE = MediaType.get("application/json");
    private static final int PAGE = 500;
    private static final int TRIES = 4;
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);

    private final OkHttpClient client = new OkHttpClient.Builder()
            .connectTimeout(Duration.ofSeconds(10))
            .readTimeout(Duration.ofSeconds(60))
            .retryOnConnectionFailure(false)
            .followRedirects(false)
            .build();
    private final String address;
    private final Secret token;
    private final String called;

    /** @param called what it is called in messages */
    Api(String address, Secret token, String called) {
        this.address = address;
        this.token = token;
        this.called = called;
    }

    /** @param body an empty node where there is none */
    record Answer(int status, JsonNode body) {
        boolean good() {
            return status >= 200 && status < 300;
        }
    }

    /** Reads one thing; null where there is none. */
    @Nullable JsonNode find(String path) throws IOException, InterruptedException {
        Answer answer = exchange("GET", path, null, null);
        return answer.status() == 404 ? null : require(answer, "GET", path);
    }

    /** Reads a list, all of its pages. @param filter for the header X-Filter, or null for everything */
    List<JsonNode> list(String path, @Nullable String filter) throws IOException, InterruptedException {
        List<JsonNode> all = new ArrayList<>();
        int pages = 1;
        for (int page = 1; page <= pages; page++) {
            String where = path + "?page=" + page + "&page_size=" + PAGE;
            JsonNode answer = require(exchange("GET", where, null, filter), "GET", path);
            answer.path("data").forEach(all::add);
            pages = answer.path("pages").asInt(1);
        }
        return all;
    }

    /** Makes a change. @return what the API answers, or refuses with */
    Answer send(String method, String path, @Nullable JsonNode body) throws IOException, InterruptedException {
        return exchange(method, path, body == null ? "{}" : body.toString(), null);
    }

    /** Makes a change that must be accepted. */
    JsonNode change(String method, String path, @Nullable JsonNode body) throws IOException, InterruptedException {
        return require(send(method, path, body), method, path);
    }

    private Answer exchange(String method, String path, @Nullable String body, @Nullable String filter)
            throws IOException, InterruptedException {
        boolean reads = method.equals("GET");
        for (int tried = 1; ; tried++) {
            Duration pause;
            try (Response response = call(method, path, body, filter)) {
                int status = response.code();
                boolean again = status == 429 || (reads && status >= 500);
                if (!again || tried == TRIES) {
                    return new Answer(status, parse(response.body().string()));
                }
                pause = pause(response.header("Retry-After"), tried);
            } catch (IOException e) {
                if (!reads || tried == TRIES) {
                    String why = e instanceof UnknownHostException ? "there is no such name" : e.getMessage();
                    throw new IOException(called + " could not be reached: " + why, e);
                }
                pause = pause(null, tried);
            }
            Thread.sleep(pause);
        }
    }

    private Response call(String method, String path, @Nullable String body, @Nullable String filter) throws IOException {
        Request.Builder request = new Request.Builder()
                .url(address + "/v4" + path)
                .header("Authorization", "Bearer " + token.reveal())
                .header("Accept", "application/json")
                .method(method, body == null || method.equals("DELETE") ? null : RequestBody.create(body, TYPE));
        if (filter != null) {
            request.header("X-Filter", filter);
        }
        return client.newCall(request.build()).execute();
    }

    private static Duration pause(@Nullable String retryAfter, int tried) {
        if (retryAfter != null && retryAfter.matches("\\d{1,6}")) {
            Duration asked = Duration.ofSeconds(Long.parseLong(retryAfter));
            return asked.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : asked;
        }
        return Duration.ofMillis(250L << tried);
    }

    private static JsonNode parse(String body) {
        try {
            return body.isBlank() ? JSON.createObjectNode() : JSON.readTree(body);
        } catch (JsonProcessingException e) {
            return JSON.createObjectNode();
        }
    }

    /** The body of a good answer. @throws TaskFailedException with the API's own reasons for any other */
    JsonNode require(Answer answer, String method, String path) {
        if (answer.good()) {
            return answer.body();
        }
        throw refused(answer, method, path);
    }

    TaskFailedException refused(Answer answer, String method, String path) {
        String said = reasons(answer);
        return switch (answer.status()) {
            case 401 -> new TaskFailedException(
                    "Linode does not accept the token: " + said, null,
                    List.of("It may have expired or been revoked: see https://cloud.linode.com/profile/tokens."));
            case 403 -> new TaskFailedException(
                    "the token may not do this (" + method + " " + path + "): " + said, null,
                    List.of("Make one with read and write access to what the task manages, for a user with these grants."));
            case 429 -> new TaskFailedException(
                    "Linode has had too many requests, and still says so after " + TRIES + " tries: " + said, null,
                    List.of("An account may make 10 Linodes in 30 s. Wait a little, or set `throttle` for the task."));
            default -> new TaskFailedException(
                    answer.status() >= 500
                            ? "Linode's API fails with HTTP status " + answer.status() + ": " + said
                            : "Linode refuses: " + said);
        };
    }

    /** What an error answer says, with the fields it is about. */
    static String reasons(Answer answer) {
        List<String> reasons = new ArrayList<>();
        for (JsonNode error : answer.body().path("errors")) {
            String field = error.path("field").asText("");
            reasons.add((field.isEmpty() ? "" : field + ": ") + error.path("reason").asText());
        }
        return reasons.isEmpty() ? "HTTP status " + answer.status() + " without a reason" : String.join("; ", reasons);
    }

    @Override
    public void close() {
        client.dispatcher().executorService().shutdown();
        client.connectionPool().evictAll();
    }
}
