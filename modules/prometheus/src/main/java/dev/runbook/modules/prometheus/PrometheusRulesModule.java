package dev.runbook.modules.prometheus;

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
import dev.runbook.api.World;
import dev.runbook.api.host.FileInfo;
import dev.runbook.api.host.FileStatus;
import dev.runbook.api.host.WhoAmI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The module {@code prometheus_rules}. */
@Module(
        name = "prometheus_rules",
        summary = "Manages a file of Prometheus's alerting and recording rules",
        description = {
            "promtool has to accept the rules before they are put in place; then Prometheus is told to read them, and this "
                    + "waits until it has them. Prometheus's configuration needs `rule_files` that names the directory.",
            "`groups` is what a file of rules has under that key. Expressions that Prometheus itself fills in, such as "
                    + "`{{ $value }}`, are written as they are."
        },
        examples = {
            """
            prometheus_rules:
              name: node
              groups:
                - name: node
                  rules:
                    - alert: NodeDown
                      expr: up{job="node"} == 0
                      for: 5m
                      labels: {severity: critical}
                      annotations: {summary: "{{ $labels.instance }} does not answer"}
            """,
            "prometheus_rules: {name: node, state: absent}"
        })
public final class PrometheusRulesModule
        implements ResourceModule<PrometheusRulesModule.Parameters, PrometheusRulesModule.State> {
    private static final Set<String> RULE_KEYS =
            Set.of("alert", "record", "expr", "for", "keep_firing_for", "labels", "annotations");
    private static final Duration INTERVAL = Duration.ofMillis(500);

    /** Whether it is there. */
    public enum Presence {
        PRESENT,
        ABSENT
    }

    /** Parameters of {@code prometheus_rules}. */
    public record Parameters(
            @Param("Name of the file, without `.yml`.") String name,
            @Param("The groups of rules, each with a `name` and `rules`.") List<Map<String, Object>> groups,
            @Param(value = "Whether the rules should be there.", defaultValue = "present") Presence state,
            @Param(value = "The directory for files of rules.", defaultValue = "/etc/prometheus/rules.d") String directory,
            @Param("Owner of the file; a new one is the task's user's when left out.") @Nullable String owner,
            @Param("Its group.") @Nullable String group,
            @Param("Its permissions; 0644 for a new one when left out.") @Nullable FileMode mode,
            @Param(value = "The program that checks rules.", defaultValue = "promtool") String promtool,
            @Param(value = "The unit that is told to read them.", defaultValue = "prometheus.service") String unit,
            @Param(value = "For how long to wait until Prometheus has them.", defaultValue = "30s") Duration timeout,
            @Param(value = Server.URL, defaultValue = "http://localhost:9090") String url,
            @Param(Server.USER) @Nullable String user,
            @Param(Server.PASSWORD) @Nullable Secret password) {
        public Parameters {
            new Server(url, user, password);
            ManagedFile.checkPath("directory", directory);
            if (!name.matches("[A-Za-z0-9][A-Za-z0-9_.-]*")) {
                throw new InvalidParameterException(
                        "name", "\"" + name + "\" cannot be a name: expected letters, digits and any of _ . -");
            }
            if (state == Presence.PRESENT) {
                check(groups);
            }
        }

        private static void check(List<Map<String, Object>> groups) {
            if (groups.isEmpty()) {
                throw new InvalidParameterException("groups", "needs at least one, with a name and rules");
            }
            Set<Object> names = new HashSet<>();
            for (Map<String, Object> group : groups) {
                if (!(group.get("name") instanceof String name) || !(group.get("rules") instanceof List<?> rules)) {
                    throw new InvalidParameterException("groups", "each needs a `name` and a list of `rules`");
                }
                if (!names.add(name)) {
                    throw new InvalidParameterException("groups", "there are two groups \"" + name + "\"");
                }
                for (Object rule : rules) {
                    checkRule(name, rule);
                }
            }
        }

        private static void checkRule(String group, Object rule) {
            if (!(rule instanceof Map<?, ?> map) || (map.containsKey("alert") == map.containsKey("record"))) {
                throw new InvalidParameterException(
                        "groups", "in the group \"" + group + "\": a rule has either `alert` or `record`");
            }
            String called = String.valueOf(map.containsKey("alert") ? map.get("alert") : map.get("record"));
            if (!map.containsKey("expr")) {
                throw new InvalidParameterException("groups", "the rule " + called + " has no `expr`");
            }
            map.keySet().forEach(key -> {
                if (!RULE_KEYS.contains(String.valueOf(key))) {
                    throw new InvalidParameterException(
                            "groups", "the rule " + called + ": there is no `" + key + "` in a rule",
                            "There are " + String.join(", ", RULE_KEYS.stream().sorted().toList()) + ".");
                }
            });
        }

        Server server() {
            return new Server(url, user, password);
        }

        String path() {
            return directory.replaceAll("/+$", "") + "/" + name + ".yml";
        }

        /** The file; null where it is to be absent. */
        @Nullable String text() {
            Map<String, Object> whole = new LinkedHashMap<>();
            whole.put("groups", groups);
            return state == Presence.ABSENT ? null : ScrapeConfig.dumped(whole);
        }
    }

    /**
     * What {@code register} sees.
     *
     * @param content null where the file is not there
     * @param loaded whether Prometheus has read the file as it is
     */
    public record State(
            @Observed String path,
            @Nullable Content content,
            @Nullable String owner,
            @Nullable String group,
            @Nullable String mode,
            boolean loaded,
            @Observed(internal = true) Seen seen) {}

    record Seen(@Nullable ManagedFile file, WhoAmI.Identity me) {}

    @Override
    public State observe(Parameters parameters, World world) {
        String text = parameters.text();
        Content content = text == null ? null : Payload.of(text).content();
        ManagedFile file = ManagedFile.observe(world, parameters.path(), content);
        WhoAmI.Identity me = world.ask(new WhoAmI());
        boolean same = file == null ? content == null : file.content().equals(content);
        // What is about to change is loaded anew in any case; only where nothing seems to is Prometheus asked.
        boolean loaded = same && loaded(parameters, world);
        return state(parameters, file, loaded, new Seen(file, me));
    }

    /** A run may have ended between writing the file and telling Prometheus. */
    private static boolean loaded(Parameters parameters, World world) {
        FileInfo info = world.ask(new FileStatus(parameters.path(), true));
        if (info == null) {
            return true;
        }
        Questions.Reloaded last = world.ask(new Questions.LastReload(parameters.server()));
        if (!last.problem().isEmpty()) {
            throw new TaskFailedException("it cannot be told whether the rules are in use: " + last.problem());
        }
        return info.modified() == FileInfo.NOT_YET || last.at() >= info.modified();
    }

    private static State state(Parameters parameters, @Nullable ManagedFile file, boolean loaded, Seen seen) {
        return file == null
                ? new State(parameters.path(), null, null, null, null, loaded, seen)
                : new State(parameters.path(), file.content(), file.owner(), file.group(), file.mode(), loaded, seen);
    }

    @Override
    public State wanted(Parameters parameters, State current) {
        String text = parameters.text();
        ManagedFile wanted = text == null
                ? null
                : ManagedFile.wanted(
                        current.seen().file(),
                        Payload.of(text).content(),
                        new ManagedFile.Attributes(parameters.owner(), parameters.group(), parameters.mode()),
                        current.seen().me());
        return state(parameters, wanted, true, current.seen());
    }

    @Override
    public List<Action> actions(Parameters parameters, State current, State wanted) {
        ManagedFile file = wanted.content() == null
                ? null
                : new ManagedFile(
                        wanted.content(),
                        Objects.requireNonNull(wanted.owner()),
                        Objects.requireNonNull(wanted.group()),
                        Objects.requireNonNull(wanted.mode()));
        List<Action> actions = new ArrayList<>(ManagedFile.actions(
                parameters.path(), current.seen().file(), file, parameters.text(),
                parameters.promtool() + " check rules %s", false));
        if (!current.loaded()) {
            actions.add(new ReloadUnit(parameters.unit()));
        }
        return actions;
    }

    @Override
    public void confirm(Parameters parameters, State wanted, World world) {
        Questions.LastReload question = new Questions.LastReload(parameters.server());
        World.Waited<Questions.Reloaded> reloaded = world.await(
                question, last -> last.problem().isEmpty() && last.successful() && inUse(parameters, last, world),
                parameters.timeout(), INTERVAL);
        if (!reloaded.satisfied()) {
            String problem = reloaded.answer().problem();
            throw new TaskFailedException(
                    problem.isEmpty() ? "Prometheus did not take its configuration, and goes on with the former one" : problem,
                    null,
                    List.of("Its journal says why: `journalctl -u " + parameters.unit() + " -n 20`."));
        }
        if (parameters.state() == Presence.PRESENT) {
            confirmGroups(parameters, world);
        }
    }

    private static boolean inUse(Parameters parameters, Questions.Reloaded last, World world) {
        FileInfo info = world.ask(new FileStatus(parameters.path(), true));
        return info == null || last.at() >= info.modified();
    }

    private static void confirmGroups(Parameters parameters, World world) {
        Set<Object> expected = new HashSet<>();
        parameters.groups().forEach(group -> expected.add(group.get("name")));
        World.Waited<Questions.Loaded> waited = world.await(
                new Questions.Rules(parameters.server()),
                rules -> rules.problem().isEmpty()
                        && expected.equals(new HashSet<>(rules.groups().getOrDefault(parameters.path(), List.of()))),
                parameters.timeout(), INTERVAL);
        if (!waited.satisfied()) {
            throw new TaskFailedException(
                    waited.answer().problem().isEmpty()
                            ? "Prometheus has read its configuration, but not the rules in " + parameters.path()
                            : waited.answer().problem(),
                    null,
                    List.of("Its configuration needs `rule_files: [" + parameters.directory() + "/*.yml]`."));
        }
    }

    @Override
    public String target(Parameters parameters) {
        return parameters.path();
    }

    @Override
    public boolean exists(State state) {
        return state.content() != null;
    }
}
