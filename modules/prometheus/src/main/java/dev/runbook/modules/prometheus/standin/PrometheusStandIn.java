package dev.runbook.modules.prometheus.standin;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.runbook.api.TaskFailedException;
import dev.runbook.api.simulated.Machine;
import dev.runbook.api.simulated.StandIn;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Stands for Prometheus as the unit {@code prometheus}. It reads its configuration when it is started or reloaded, and
 * keeps the former one where the new one is wrong; files of targets it reads by itself. Targets are scraped when they are
 * asked about; as in life one is listed as {@code unknown} before its first scrape.
 */
public final class PrometheusStandIn implements StandIn {
    private static final List<String> UNITS =
            List.of("/etc/systemd/system/prometheus.service", "/usr/lib/systemd/system/prometheus.service");
    private static final Pattern LINE = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})?\\s+(\\S+)(?:\\s+\\d+)?");
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final JsonMapper JSON = new JsonMapper();

    @Override
    public String name() {
        return "Prometheus";
    }

    @Override
    public List<String> addresses() {
        return List.of();
    }

    @Override
    public String unit() {
        return "prometheus";
    }

    @Override
    public Service start(@Nullable Machine machine) {
        return new Running(Objects.requireNonNull(machine));
    }

    private record Scraped(String job, String address, String url, Map<String, String> labels, String health, String error) {}

    private static final class Running implements Service {
        private final Machine machine;
        private final Set<String> seen = new HashSet<>();
        private @Nullable Configuration configuration;
        private boolean successful;
        private String listens = "";

        Running(Machine machine) {
            this.machine = machine;
        }

        private String unitText() {
            return UNITS.stream().map(path -> Configuration.file(machine, path)).filter(Objects::nonNull).findFirst().orElse("");
        }

        private Configuration read() {
            return Configuration.read(
                    machine, Configuration.option(unitText(), "config.file", "/etc/prometheus/prometheus.yml"));
        }

        @Override
        public void started() {
            configuration = read();
            successful = true;
            listens = Configuration.option(unitText(), "web.listen-address", "0.0.0.0:9090");
        }

        @Override
        public void reloaded() {
            try {
                configuration = read();
                successful = true;
            } catch (TaskFailedException e) {
                successful = false;
            }
        }

        /** A package starts it without anybody's asking. */
        private Configuration current() {
            if (configuration == null) {
                started();
            }
            return Objects.requireNonNull(configuration);
        }

        @Override
        public boolean listens(int port) {
            try {
                current();
                return listens.endsWith(":" + port);
            } catch (TaskFailedException e) {
                return false; // one that cannot read its configuration has ended
            }
        }

        @Override
        public Reply answer(Request request) {
            Map<String, String> query = parameters(request);
            try {
                return switch (request.path().replaceFirst("\\?.*", "")) {
                    case "/-/ready" -> Reply.text(200, "Prometheus Server is Ready.\n");
                    case "/-/healthy" -> Reply.text(200, "Prometheus Server is Healthy.\n");
                    case "/-/reload" -> Reply.text(403, "Lifecycle API is not enabled.");
                    case "/metrics" -> Reply.text(200, ownMetrics());
                    case "/api/v1/targets" -> data(targets());
                    case "/api/v1/rules" -> data(rules());
                    case "/api/v1/status/config" -> data(JSON.createObjectNode().put("yaml", current().text()));
                    case "/api/v1/status/buildinfo" -> data(JSON.createObjectNode().put("version", "2.54.1"));
                    case "/api/v1/query" -> query(query.getOrDefault("query", ""));
                    default -> Reply.text(404, "404 page not found\n");
                };
            } catch (PromQl.Refused e) {
                ObjectNode error = JSON.createObjectNode()
                        .put("status", "error").put("errorType", "bad_data")
                        .put("error", "invalid parameter \"query\": 1:1: " + e.getMessage());
                return Reply.json(400, error.toString());
            }
        }

        private static Map<String, String> parameters(Request request) {
            Map<String, String> parameters = new HashMap<>();
            int mark = request.path().indexOf('?');
            String all = (mark < 0 ? "" : request.path().substring(mark + 1))
                    + (request.method().equals("POST") ? "&" + request.text() : "");
            for (String pair : all.split("&")) {
                String[] parts = pair.split("=", 2);
                if (parts.length == 2) {
                    parameters.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
                }
            }
            return parameters;
        }

        private static Reply data(ObjectNode data) {
            ObjectNode answer = JSON.createObjectNode().put("status", "success");
            answer.set("data", data);
            return Reply.json(200, answer.toString());
        }

        private String ownMetrics() {
            return "prometheus_build_info{version=\"2.54.1\"} 1\n"
                    + "prometheus_config_last_reload_successful " + (successful ? 1 : 0) + "\n"
                    + "prometheus_config_last_reload_success_timestamp_seconds " + current().at() + "\n";
        }

        private List<Scraped> scrape(List<PromQl.Sample> samples) {
            List<Scraped> all = new ArrayList<>();
            for (Configuration.Job job : current().jobs()) {
                List<Configuration.Group> groups = new ArrayList<>(job.groups());
                for (String pattern : job.files()) {
                    for (String file : Configuration.matches(machine, pattern)) {
                        groups.addAll(groups(file));
                    }
                }
                for (Configuration.Group group : groups) {
                    // As in life: such a target is not made, and only the log says so.
                    if (PromQl.seconds("[" + group.labels().getOrDefault("__scrape_timeout__", "10s") + "]")
                            <= PromQl.seconds("[" + group.labels().getOrDefault("__scrape_interval__", "15s") + "]")) {
                        group.addresses().forEach(address -> all.add(scrape(job, group, address, samples)));
                    }
                }
            }
            return all;
        }

        /** A file that cannot be read is passed over without a word, as Prometheus does. */
        private List<Configuration.Group> groups(String file) {
            try {
                return Configuration.list(Configuration.yaml(file, String.valueOf(Configuration.file(machine, file))))
                        .stream().map(Configuration::group).toList();
            } catch (TaskFailedException e) {
                return List.of();
            }
        }

        private Scraped scrape(
                Configuration.Job job, Configuration.Group group, String address, List<PromQl.Sample> samples) {
            Map<String, String> settings = new HashMap<>(job.settings());
            settings.putAll(group.labels());
            Map<String, String> labels = new TreeMap<>(Map.of("job", job.name(), "instance", address));
            group.labels().forEach((label, text) -> {
                if (!label.startsWith("__")) {
                    labels.put(label, text);
                }
            });
            String url = settings.get("__scheme__") + "://" + address + settings.get("__metrics_path__");
            String name = String.valueOf(labels.get("job"));
            if (seen.add(name + " " + url)) {
                return new Scraped(name, address, url, labels, "unknown", "");
            }
            Reply reply = machine.call("GET", url, Map.of(), new byte[0]);
            String error = reply == null
                    ? "Get \"" + url + "\": dial tcp " + address + ": connect: connection refused"
                    : reply.status() != 200 ? "server returned HTTP status " + reply.status() : "";
            samples.add(sample("up", labels, error.isEmpty() ? 1 : 0));
            if (reply != null && error.isEmpty()) {
                new String(reply.body(), StandardCharsets.UTF_8).lines().forEach(line -> parse(line, labels, samples));
            }
            return new Scraped(name, address, url, labels, error.isEmpty() ? "up" : "down", error);
        }

        private static void parse(String line, Map<String, String> labels, List<PromQl.Sample> samples) {
            Matcher matcher = LINE.matcher(line);
            if (!line.startsWith("#") && matcher.matches()) {
                Map<String, String> all = new TreeMap<>(labels);
                Matcher own = LABEL.matcher(matcher.group(2) == null ? "" : matcher.group(2));
                while (own.find()) {
                    all.put(own.group(1), own.group(2));
                }
                String value = matcher.group(3).replace("Inf", "Infinity");
                samples.add(sample(matcher.group(1), all, Double.parseDouble(value)));
            }
        }

        private static PromQl.Sample sample(String name, Map<String, String> labels, double value) {
            Map<String, String> all = new TreeMap<>(labels);
            all.put("__name__", name);
            return new PromQl.Sample(all, value);
        }

        private ObjectNode targets() {
            ObjectNode data = JSON.createObjectNode();
            ArrayNode active = data.putArray("activeTargets");
            for (Scraped target : scrape(new ArrayList<>())) {
                ObjectNode one = active.addObject();
                one.putObject("discoveredLabels").put("__address__", target.address());
                ObjectNode labels = one.putObject("labels");
                target.labels().forEach(labels::put);
                one.put("scrapePool", target.job())
                        .put("scrapeUrl", target.url())
                        .put("lastError", target.error())
                        .put("lastScrape", target.health().equals("unknown") ? "0001-01-01T00:00:00Z" : "2026-01-01T00:00:00Z")
                        .put("health", target.health());
            }
            data.putArray("droppedTargets");
            return data;
        }

        private ObjectNode rules() {
            ObjectNode data = JSON.createObjectNode();
            ArrayNode groups = data.putArray("groups");
            for (Configuration.Rules rules : current().rules()) {
                ObjectNode group = groups.addObject().put("name", rules.group()).put("file", rules.file());
                ArrayNode all = group.putArray("rules");
                rules.rules().forEach(rule -> all.addObject()
                        .put("name", String.valueOf(rule.containsKey("alert") ? rule.get("alert") : rule.get("record")))
                        .put("query", String.valueOf(rule.get("expr")))
                        .put("type", rule.containsKey("alert") ? "alerting" : "recording")
                        .put("health", "ok"));
            }
            return data;
        }

        private Reply query(String expression) {
            List<PromQl.Sample> samples = new ArrayList<>();
            scrape(samples);
            PromQl.Vector result = PromQl.evaluate(expression, samples);
            double now = System.currentTimeMillis() / 1000.0;
            ObjectNode data = JSON.createObjectNode().put("resultType", result.scalar() ? "scalar" : "vector");
            ArrayNode list = data.putArray("result");
            for (PromQl.Sample one : result.samples()) {
                if (result.scalar()) {
                    list.add(now).add(text(one.value()));
                } else {
                    ObjectNode series = list.addObject();
                    ObjectNode metric = series.putObject("metric");
                    one.labels().forEach(metric::put);
                    series.putArray("value").add(now).add(text(one.value()));
                }
            }
            return data(data);
        }

        private static String text(double value) {
            return Double.isInfinite(value)
                    ? value > 0 ? "+Inf" : "-Inf"
                    : value == Math.rint(value) && Math.abs(value) < 1e15 ? Long.toString((long) value) : Double.toString(value);
        }
    }
}
