package dev.runbook.modules.prometheus.standin;

import dev.runbook.api.TaskFailedException;
import dev.runbook.api.simulated.Machine;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * A configuration as it was read: what counts until the next reload.
 *
 * @param text of the file
 * @param at when it was read, in seconds since 1970
 */
record Configuration(String text, List<Job> jobs, List<Rules> rules, double at) {
    private static final Set<String> TOP = Set.of(
            "global", "rule_files", "scrape_configs", "alerting", "remote_write", "remote_read", "storage", "tracing",
            "scrape_config_files", "otlp", "runtime");

    /** Targets with the same labels. */
    record Group(List<String> addresses, Map<String, String> labels) {}

    /** @param files patterns of files that hold groups; read whenever they are asked for */
    record Job(String name, Map<String, String> settings, List<Group> groups, List<String> files) {}

    record Rules(String file, String group, List<Map<String, Object>> rules) {}

    /** Reads what the unit's command line names. @throws TaskFailedException with Prometheus's own words */
    static Configuration read(Machine machine, String path) {
        String text = file(machine, path);
        if (text == null) {
            throw new TaskFailedException("Error loading config (--config.file=" + path + "): open " + path
                    + ": no such file or directory");
        }
        Map<String, Object> data = mapping(yaml(path, text));
        for (String key : data.keySet()) {
            if (!TOP.contains(key)) {
                throw refused(path, "parsing YAML file " + path + ": yaml: unmarshal errors:\n  field " + key
                        + " not found in type config.plain");
            }
        }
        List<Job> jobs = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Object one : list(data.get("scrape_configs"))) {
            Map<String, Object> job = mapping(one);
            String name = String.valueOf(job.getOrDefault("job_name", ""));
            if (name.isEmpty()) {
                throw refused(path, "job_name is empty");
            }
            if (!names.add(name)) {
                throw refused(path, "found multiple scrape configs with job name \"" + name + "\"");
            }
            jobs.add(job(name, job));
        }
        List<Rules> rules = new ArrayList<>();
        for (Object pattern : list(data.get("rule_files"))) {
            for (String found : matches(machine, String.valueOf(pattern))) {
                rules.addAll(rules(found, String.valueOf(file(machine, found))));
            }
        }
        return new Configuration(text, List.copyOf(jobs), List.copyOf(rules), machine.now());
    }

    private static Job job(String name, Map<String, Object> job) {
        Map<String, String> settings = new HashMap<>();
        settings.put("__scheme__", String.valueOf(job.getOrDefault("scheme", "http")));
        settings.put("__metrics_path__", String.valueOf(job.getOrDefault("metrics_path", "/metrics")));
        List<Group> groups = new ArrayList<>();
        list(job.get("static_configs")).forEach(group -> groups.add(group(group)));
        List<String> files = new ArrayList<>();
        list(job.get("file_sd_configs"))
                .forEach(sd -> list(mapping(sd).get("files")).forEach(pattern -> files.add(String.valueOf(pattern))));
        return new Job(name, settings, groups, files);
    }

    static Group group(Object value) {
        Map<String, Object> group = mapping(value);
        Map<String, String> labels = new LinkedHashMap<>();
        mapping(group.get("labels")).forEach((label, text) -> labels.put(label, String.valueOf(text)));
        return new Group(list(group.get("targets")).stream().map(String::valueOf).toList(), labels);
    }

    private static List<Rules> rules(String file, String text) {
        List<Rules> found = new ArrayList<>();
        for (Object one : list(mapping(yaml(file, text)).get("groups"))) {
            Map<String, Object> group = mapping(one);
            List<Map<String, Object>> rules =
                    list(group.get("rules")).stream().map(Configuration::mapping).toList();
            for (Map<String, Object> rule : rules) {
                try {
                    PromQl.check(String.valueOf(rule.get("expr")));
                } catch (PromQl.Refused e) {
                    throw refused(file, "group \"" + group.get("name") + "\", rule: could not parse expression: "
                            + e.getMessage());
                }
            }
            found.add(new Rules(file, String.valueOf(group.get("name")), rules));
        }
        return found;
    }

    /** The files of a directory that match; a star stands in names only, as in Prometheus. */
    static List<String> matches(Machine machine, String pattern) {
        int slash = pattern.lastIndexOf('/');
        String directory = pattern.substring(0, Math.max(slash, 0));
        Pattern name = Pattern.compile(
                Pattern.quote(pattern.substring(slash + 1)).replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q"));
        if (!pattern.contains("*") && !pattern.contains("?")) {
            return machine.read(pattern) == null ? List.of() : List.of(pattern);
        }
        List<String> found = new ArrayList<>();
        for (String path : machine.files(directory)) {
            if (name.matcher(path.substring(path.lastIndexOf('/') + 1)).matches()) {
                found.add(path);
            }
        }
        return found;
    }

    /** What stands after an option in a unit's command line, or the default. */
    static String option(String unit, String option, String otherwise) {
        Matcher found = Pattern.compile("--" + Pattern.quote(option) + "[= ]\"?([^\\s\"\\\\]+)").matcher(unit);
        return found.find() ? found.group(1) : otherwise;
    }

    static @Nullable String file(Machine machine, String path) {
        byte[] bytes = machine.read(path);
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }

    static Object yaml(String path, String text) {
        try {
            Object value = new Load(LoadSettings.builder().setAllowDuplicateKeys(false).build()).loadFromString(text);
            return value == null ? Map.of() : value;
        } catch (YamlEngineException e) {
            throw refused(path, "parsing YAML file " + path + ": " + e.getMessage());
        }
    }

    private static TaskFailedException refused(String path, String why) {
        return new TaskFailedException("couldn't load configuration (--config.file=\"" + path + "\"): " + why);
    }

    @SuppressWarnings("unchecked") // keys in these files are text
    static Map<String, Object> mapping(@Nullable Object value) {
        return value instanceof Map<?, ?> ? (Map<String, Object>) value : Map.of();
    }

    static List<?> list(@Nullable Object value) {
        return value instanceof List<?> list ? list : List.of();
    }
}
