package dev.runbook.modules.prometheus;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.runbook.api.Action;
import dev.runbook.api.Content;
import dev.runbook.api.FileMode;
import dev.runbook.api.InvalidParameterException;
import dev.runbook.api.Module;
import dev.runbook.api.Observed;
import dev.runbook.api.Param;
import dev.runbook.api.Payload;
import dev.runbook.api.ResourceModule;
import dev.runbook.api.Secret;
import dev.runbook.api.TaskFailedException;
import dev.runbook.api.Value;
import dev.runbook.api.World;
import dev.runbook.api.host.WhoAmI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The module {@code prometheus_target}. */
@Module(
        name = "prometheus_target",
        summary = "Has Prometheus scrape targets, and waits until they are up",
        description = {
            "By default the targets of a job are a file of their own, which Prometheus reads by itself whenever it changes: "
                    + "its configuration needs one job with `file_sd_configs` for such files, and is not touched.",
            "With `method: static` the job is merged into `prometheus.yml`. Comments, order and all other jobs stay as they "
                    + "are; promtool has to accept the new text before it takes the old one's place, a copy of the old one is "
                    + "kept, and Prometheus is told to read it.",
            "A new target is listed before it was ever scraped. So this waits until every target is up, and says of those "
                    + "that are not why."
        },
        examples = {
            "prometheus_target: {job: node, targets: ['web1:9100', 'web2:9100'], labels: {env: production}}",
            "prometheus_target:\n  job: flask_app\n  method: static\n  targets: ['192.0.2.10:80']\n  scrape_interval: 30s",
            "prometheus_target: {job: node, state: absent}"
        })
public final class PrometheusTargetModule
        implements ResourceModule<PrometheusTargetModule.Parameters, PrometheusTargetModule.State> {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    /** How Prometheus learns of targets. */
    public enum Method {
        FILE_SD,
        STATIC
    }

    /** Whether it is there. */
    public enum Presence {
        PRESENT,
        ABSENT
    }

    /** Parameters of {@code prometheus_target}. */
    public record Parameters(
            @Param(value = "Name of the job, which its series carry as the label `job`.", aliases = "name") String job,
            @Param("What is scraped: hosts with their ports.") List<String> targets,
            @Param("Labels for all series of these targets.") Map<String, String> labels,
            @Param(value = "By a file of its own, or as a job in `prometheus.yml`.", defaultValue = "file_sd") Method method,
            @Param("Path of the metrics; Prometheus takes /metrics where it is left out.") @Nullable String metricsPath,
            @Param("The scheme, `http` or `https`; Prometheus takes http where it is left out.") @Nullable String scheme,
            @Param("How often they are scraped, such as 30s; left out, as often as all others.") @Nullable String scrapeInterval,
            @Param("How long a scrape may take; left out, as long as the interval, and 10s at most.") @Nullable String scrapeTimeout,
            @Param(value = "Whether the targets should be there.", defaultValue = "present") Presence state,
            @Param(value = "The directory for files of targets.", defaultValue = "/etc/prometheus/targets.d") String directory,
            @Param(value = "The configuration, for `method: static`.", defaultValue = "/etc/prometheus/prometheus.yml")
                    String config,
            @Param("Owner of the file of targets; a new one is the task's user's when left out.") @Nullable String owner,
            @Param("Its group.") @Nullable String group,
            @Param("Its permissions; 0644 for a new one when left out.") @Nullable FileMode mode,
            @Param(value = "The program that checks a configuration.", defaultValue = "promtool") String promtool,
            @Param(value = "The unit that is told to read its configuration.", defaultValue = "prometheus.service") String unit,
            @Param(value = "Whether to wait until all targets are up.", defaultValue = "true") boolean waitForUp,
            @Param(value = "For how long.", defaultValue = "60s") Duration timeout,
            @Param(value = Server.URL, defaultValue = "http://localhost:9090") String url,
            @Param(Server.USER) @Nullable String user,
            @Param(Server.PASSWORD) @Nullable Secret password) {
        public Parameters {
            new Server(url, user, password);
            ManagedFile.checkPath("directory", directory);
            ManagedFile.checkPath("config", config);
            if (job.isBlank() || (method == Method.FILE_SD && !job.matches("[A-Za-z0-9][A-Za-z0-9_.-]*"))) {
                throw new InvalidParameterException(
                        "job", "\"" + job + "\" cannot be a job: expected letters, digits and any of _ . -");
            }
            if (state == Presence.PRESENT && targets.isEmpty()) {
                throw new InvalidParameterException("targets", "needs at least one, such as web1:9100");
            }
            for (String target : targets) {
                checkTarget(target);
            }
            if (scheme != null && !scheme.equals("http") && !scheme.equals("https")) {
                throw new InvalidParameterException("scheme", "expected http or https, not " + scheme);
            }
            if (metricsPath != null && !metricsPath.startsWith("/")) {
                throw new InvalidParameterException("metrics_path", "a path begins with /");
            }
            checkDuration("scrape_interval", scrapeInterval);
            checkDuration("scrape_timeout", scrapeTimeout);
            if (scrapeInterval != null && scrapeTimeout != null && millis(scrapeTimeout) > millis(scrapeInterval)) {
                throw new InvalidParameterException("scrape_timeout", "must not be longer than the interval");
            }
            labels.keySet().forEach(label -> {
                if (!label.matches("[a-zA-Z_][a-zA-Z0-9_]*") || label.equals("job")) {
                    throw new InvalidParameterException("labels", label.equals("job")
                            ? "the label job is what `job` gives"
                            : "\"" + label + "\" cannot be a label: expected letters, digits and _");
                }
            });
        }

        private static void checkDuration(String parameter, @Nullable String duration) {
            if (duration != null && (!duration.matches("(\\d+(ms|s|m|h|d))+") || millis(duration) == 0)) {
                throw new InvalidParameterException(parameter, "expected a duration such as 30s");
            }
        }

        private static long millis(String duration) {
            long millis = 0;
            Matcher parts = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)").matcher(duration);
            while (parts.find()) {
                millis += Long.parseLong(parts.group(1)) * switch (parts.group(2)) {
                    case "ms" -> 1;
                    case "s" -> 1_000;
                    case "m" -> 60_000;
                    case "h" -> 3_600_000;
                    default -> 86_400_000;
                };
            }
            return millis;
        }

        /** Prometheus takes no target whose timeout is longer than its interval, and says so in its log only. */
        @Nullable String timeoutOfScrapes() {
            return scrapeTimeout != null || scrapeInterval == null
                    ? scrapeTimeout
                    : millis(scrapeInterval) < 10_000 ? scrapeInterval : "10s";
        }

        private static void checkTarget(String target) {
            if (target.contains("/")) {
                throw new InvalidParameterException(
                        "targets", "\"" + target + "\": a target is a host and a port, without scheme and path",
                        "Give `scheme` and `metrics_path` beside it.");
            }
            // Prometheus 3 adds no port by itself.
            if (!target.matches("(\\[[0-9a-fA-F:.]+]|[^\\s:]+):\\d{1,5}")) {
                throw new InvalidParameterException("targets", "\"" + target + "\" has no port: expected host:port");
            }
        }

        Server server() {
            return new Server(url, user, password);
        }

        String path() {
            return method == Method.STATIC ? config : directory.replaceAll("/+$", "") + "/" + job + ".json";
        }

        ManagedFile.Attributes attributes() {
            return method == Method.STATIC ? ManagedFile.Attributes.NONE : new ManagedFile.Attributes(owner, group, mode);
        }
    }

    /**
     * What {@code register} sees.
     *
     * @param path of the file that has them
     * @param content null where the file is not there
     * @param health {@code up} or {@code down} of each target
     */
    public record State(
            @Observed String path,
            @Nullable Content content,
            @Nullable String owner,
            @Nullable String group,
            @Nullable String mode,
            @Observed Value<Map<String, String>> health,
            @Observed(internal = true) Seen seen) {}

    /** @param text the file as it will be, or null where it will not be there */
    record Seen(@Nullable ManagedFile file, WhoAmI.Identity me, @Nullable String text) {}

    @Override
    public State observe(Parameters parameters, World world) {
        String text = parameters.method() == Method.FILE_SD ? fileOf(parameters) : null;
        ManagedFile file = ManagedFile.observe(world, parameters.path(), text == null ? null : Payload.of(text).content());
        WhoAmI.Identity me = world.ask(new WhoAmI());
        if (parameters.method() == Method.STATIC) {
            text = edited(parameters, file);
        }
        boolean there = text != null && file != null && Content.of(text.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .equals(file.content());
        Map<String, String> health =
                there && parameters.state() == Presence.PRESENT && parameters.waitForUp() ? health(parameters, world) : Map.of();
        return state(parameters, file, Value.of(health), new Seen(file, me, text));
    }

    private static State state(Parameters parameters, @Nullable ManagedFile file, Value<Map<String, String>> health, Seen seen) {
        return file == null
                ? new State(parameters.path(), null, null, null, null, health, seen)
                : new State(parameters.path(), file.content(), file.owner(), file.group(), file.mode(), health, seen);
    }

    @Override
    public State wanted(Parameters parameters, State current) {
        Seen seen = current.seen();
        if (seen.text() == null) {
            return state(parameters, null, Value.of(Map.of()), seen);
        }
        Content content = Payload.of(seen.text()).content();
        ManagedFile wanted = ManagedFile.wanted(seen.file(), content, parameters.attributes(), seen.me());
        boolean same = seen.file() != null && content.equals(seen.file().content());
        boolean waits = parameters.waitForUp() && parameters.state() == Presence.PRESENT;
        return state(parameters, wanted, same || !waits ? current.health() : Value.later("Prometheus has to scrape them first"), seen);
    }

    @Override
    public List<Action> actions(Parameters parameters, State current, State wanted) {
        ManagedFile file = wanted.content() == null
                ? null
                : new ManagedFile(wanted.content(), text(wanted.owner()), text(wanted.group()), text(wanted.mode()));
        boolean inConfig = parameters.method() == Method.STATIC;
        List<Action> actions = new ArrayList<>(ManagedFile.actions(
                parameters.path(), current.seen().file(), file, current.seen().text(),
                inConfig ? parameters.promtool() + " check config %s" : null, inConfig));
        if (inConfig && !actions.isEmpty()) {
            actions.add(new ReloadUnit(parameters.unit()));
        }
        return actions;
    }

    private static String text(@Nullable String component) {
        return Objects.requireNonNull(component);
    }

    @Override
    public String target(Parameters parameters) {
        return "job " + parameters.job() + " in " + parameters.path();
    }

    @Override
    public boolean exists(State state) {
        return state.content() != null;
    }

    /** The file for {@code file_sd_configs}; null where it is to be absent. Settings of a job travel as labels. */
    private static @Nullable String fileOf(Parameters parameters) {
        if (parameters.state() == Presence.ABSENT) {
            return null;
        }
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("job", parameters.job());
        labels.putAll(new TreeMap<>(parameters.labels()));
        put(labels, "__metrics_path__", parameters.metricsPath());
        put(labels, "__scheme__", parameters.scheme());
        put(labels, "__scrape_interval__", parameters.scrapeInterval());
        put(labels, "__scrape_timeout__", parameters.timeoutOfScrapes());
        try {
            DefaultPrettyPrinter lines = new DefaultPrettyPrinter();
            lines.indentArraysWith(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE);
            return JSON.writer(lines).writeValueAsString(
                    List.of(Map.of("targets", parameters.targets())).stream()
                            .map(group -> {
                                Map<String, Object> whole = new LinkedHashMap<>(group);
                                whole.put("labels", labels);
                                return whole;
                            })
                            .toList()) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts in a map are always JSON", e);
        }
    }

    private static <V> void put(Map<String, V> map, String key, @Nullable V value) {
        if (value != null) {
            map.put(key, value);
        }
    }

    /** The configuration with the job, or without it. */
    private static @Nullable String edited(Parameters parameters, @Nullable ManagedFile file) {
        if (file == null) {
            if (parameters.state() == Presence.ABSENT) {
                return null;
            }
            throw new TaskFailedException(
                    "there is no " + parameters.config() + " to put the job into", null,
                    List.of("Give the path of Prometheus's configuration as `config`."));
        }
        if (file.content().text() == null) {
            throw new TaskFailedException(parameters.config() + " is no text that can be edited");
        }
        ScrapeConfig config = new ScrapeConfig(parameters.config(), file.content().text());
        if (parameters.state() == Presence.ABSENT) {
            return config.without(parameters.job());
        }
        Map<String, Object> keys = new LinkedHashMap<>();
        put(keys, "scrape_interval", parameters.scrapeInterval());
        put(keys, "scrape_timeout", parameters.timeoutOfScrapes());
        put(keys, "metrics_path", parameters.metricsPath());
        put(keys, "scheme", parameters.scheme());
        Map<String, Object> group = new LinkedHashMap<>();
        group.put("targets", parameters.targets());
        if (!parameters.labels().isEmpty()) {
            group.put("labels", new TreeMap<>(parameters.labels()));
        }
        keys.put("static_configs", List.of(group));
        return config.with(parameters.job(), keys);
    }

    /** Waits until all targets are up, and says why where one is not. */
    private static Map<String, String> health(Parameters parameters, World world) {
        Questions.Targets question = new Questions.Targets(parameters.server(), parameters.job());
        World.Waited<Questions.Found> waited = world.await(
                question, found -> complaints(parameters, found).isEmpty(), parameters.timeout(), INTERVAL);
        Questions.Found found = waited.answer();
        Map<String, String> health = new TreeMap<>();
        found.targets().forEach(target -> health.put(target.address(), target.health()));
        if (!waited.satisfied()) {
            boolean unlisted = found.problem().isEmpty() && found.targets().isEmpty();
            List<String> hints = !unlisted
                    ? List.of()
                    : List.of(parameters.method() == Method.FILE_SD
                            ? "Prometheus's configuration needs a job that reads such files: `- job_name: files` with"
                                    + " `file_sd_configs: [{files: [" + parameters.directory() + "/*.json]}]`. If it has one, "
                                    + parameters.unit() + "'s journal says why the target was not made."
                            : "See whether " + parameters.unit() + " took its configuration: `journalctl -u " + parameters.unit()
                                    + "`.");
            throw new TaskFailedException(
                    "after " + Math.round(waited.elapsed().toMillis() / 1000.0) + " s: "
                            + String.join("; ", complaints(parameters, found)),
                    null, hints);
        }
        return health;
    }

    private static List<String> complaints(Parameters parameters, Questions.Found found) {
        if (!found.problem().isEmpty()) {
            return List.of(found.problem());
        }
        if (found.targets().isEmpty()) {
            return List.of("Prometheus has no target of the job " + parameters.job());
        }
        List<String> complaints = new ArrayList<>();
        for (String address : parameters.targets()) {
            Questions.Target target = found.targets().stream()
                    .filter(one -> one.address().equals(address)).findFirst().orElse(null);
            if (target == null) {
                complaints.add(address + " is not among the targets of the job " + parameters.job());
            } else if (!target.health().equals("up")) {
                complaints.add(address + (target.health().equals("down")
                        ? " is down: " + target.error()
                        : " was not scraped yet"));
            }
        }
        return complaints;
    }
}
