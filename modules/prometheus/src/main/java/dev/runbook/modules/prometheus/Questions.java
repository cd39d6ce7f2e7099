package dev.runbook.modules.prometheus;

import com.fasterxml.jackson.databind.JsonNode;
import dev.runbook.api.NetworkQuery.HttpAnswer;
import dev.runbook.api.NetworkQuery.HttpGet;
import dev.runbook.api.NetworkQuery.HttpQuery;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What is asked of Prometheus. Each answer has a problem instead of its data where none could be had now. */
final class Questions {
    private Questions() {}

    /**
     * @param address what is scraped, as configured: {@code host:port}
     * @param health {@code up}, {@code down}, or {@code unknown} before the first scrape
     * @param error of the last scrape, or ""
     */
    record Target(String job, String address, String health, String error) {}

    record Found(List<Target> targets, String problem) {}

    /** The targets of a job. */
    record Targets(Server server, String job) implements HttpQuery<Found> {
        @Override
        public HttpGet request() {
            return server.get("/api/v1/targets?state=active");
        }

        @Override
        public Found read(HttpAnswer answer) {
            Server.Told told = server.read(answer);
            List<Target> found = new ArrayList<>();
            if (told.data() != null) {
                for (JsonNode target : told.data().path("activeTargets")) {
                    if (target.path("labels").path("job").asText().equals(job)) {
                        found.add(new Target(
                                job,
                                target.path("discoveredLabels").path("__address__").asText(),
                                target.path("health").asText(),
                                target.path("lastError").asText("")));
                    }
                }
            }
            return new Found(List.copyOf(found), told.problem());
        }
    }

    /**
     * @param successful whether the configuration of the last reload was accepted
     * @param at when one was accepted last, in seconds since 1970
     */
    record Reloaded(boolean successful, double at, String problem) {}

    /** When the configuration was read. */
    record LastReload(Server server) implements HttpQuery<Reloaded> {
        private static final Pattern METRIC = Pattern.compile(
                "(?m)^prometheus_config_last_reload_(successful|success_timestamp_seconds) (\\S+)$");

        @Override
        public HttpGet request() {
            return server.get("/metrics");
        }

        @Override
        public Reloaded read(HttpAnswer answer) {
            if (answer.status() != 200) {
                server.requireLogin(answer);
                return new Reloaded(false, 0, answer.status() == 0
                        ? server.url() + " does not answer: " + answer.error()
                        : server.url() + "/metrics answers with HTTP status " + answer.status());
            }
            boolean successful = false;
            double at = 0;
            Matcher metrics = METRIC.matcher(answer.body());
            while (metrics.find()) {
                double value = Double.parseDouble(metrics.group(2));
                if (metrics.group(1).equals("successful")) {
                    successful = value == 1;
                } else {
                    at = value;
                }
            }
            return new Reloaded(successful, at, "");
        }
    }

    /** @param groups the names of groups of rules, by the file that they are in */
    record Loaded(Map<String, List<String>> groups, String problem) {}

    /** The rules that Prometheus knows. */
    record Rules(Server server) implements HttpQuery<Loaded> {
        @Override
        public HttpGet request() {
            return server.get("/api/v1/rules");
        }

        @Override
        public Loaded read(HttpAnswer answer) {
            Server.Told told = server.read(answer);
            Map<String, List<String>> groups = new TreeMap<>();
            if (told.data() != null) {
                for (JsonNode group : told.data().path("groups")) {
                    groups.computeIfAbsent(group.path("file").asText(), file -> new ArrayList<>())
                            .add(group.path("name").asText());
                }
            }
            return new Loaded(groups, told.problem());
        }
    }

    /**
     * One series of a result.
     *
     * @param labels with {@code __name__} where it has a name
     * @param value may be NaN or infinite
     * @param time seconds since 1970
     */
    record Sample(Map<String, String> labels, double value, double time) {
        @Override
        public String toString() {
            List<String> pairs = new ArrayList<>();
            labels.forEach((name, text) -> {
                if (!name.equals("__name__")) {
                    pairs.add(name + "=\"" + text + "\"");
                }
            });
            return labels.getOrDefault("__name__", "") + "{" + String.join(", ", pairs) + "} " + value;
        }
    }

    /** @param samples null where the answer could not be had */
    record Result(@Nullable List<Sample> samples, List<String> warnings, String problem) {}

    /**
     * An expression, evaluated at one moment.
     *
     * @param time as the API takes it, or null for now
     */
    record Instant(Server server, String expression, @Nullable String time) implements HttpQuery<Result> {
        @Override
        public HttpGet request() {
            return server.get("/api/v1/query?query=" + Server.encode(expression)
                    + (time == null ? "" : "&time=" + Server.encode(time)));
        }

        @Override
        public Result read(HttpAnswer answer) {
            Server.Told told = server.read(answer);
            JsonNode data = told.data();
            if (data == null) {
                return new Result(null, List.of(), told.problem());
            }
            List<Sample> samples = new ArrayList<>();
            if (data.path("resultType").asText().equals("scalar")) {
                samples.add(sample(data.path("result"), Map.of()));
            } else if (data.path("resultType").asText().equals("vector")) {
                for (JsonNode series : data.path("result")) {
                    Map<String, String> labels = new LinkedHashMap<>();
                    series.path("metric").properties().forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
                    samples.add(sample(series.path("value"), labels));
                }
            } else {
                throw new dev.runbook.api.TaskFailedException(
                        "the result is a " + data.path("resultType").asText() + ", and only a vector or a scalar can be judged",
                        null,
                        List.of("Leave out the range in brackets, or put a function such as rate() around it."));
            }
            return new Result(List.copyOf(samples), List.of(), "");
        }

        private static Sample sample(JsonNode pair, Map<String, String> labels) {
            return new Sample(labels, number(pair.path(1).asText()), pair.path(0).asDouble());
        }

        static double number(String text) {
            return switch (text) {
                case "+Inf" -> Double.POSITIVE_INFINITY;
                case "-Inf" -> Double.NEGATIVE_INFINITY;
                default -> Double.parseDouble(text);
            };
        }
    }
}
