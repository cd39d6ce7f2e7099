package dev.runbook.modules.grafana;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.runbook.api.Action;
import dev.runbook.api.InvalidParameterException;
import dev.runbook.api.Module;
import dev.runbook.api.Momentary;
import dev.runbook.api.NetworkQuery.HttpAnswer;
import dev.runbook.api.NetworkQuery.HttpGet;
import dev.runbook.api.NetworkQuery.HttpQuery;
import dev.runbook.api.Observed;
import dev.runbook.api.Param;
import dev.runbook.api.ResourceModule;
import dev.runbook.api.Secret;
import dev.runbook.api.TaskFailedException;
import dev.runbook.api.World;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The module {@code grafana_datasource}. */
@Module(
        name = "grafana_datasource",
        summary = "Manages a data source of Grafana, and tests it",
        description = {
            "The uid says which one it is. Only what the task gives is compared; everything else stays as it is.",
            "After a change the data source is tested as by the button \"Save & test\", until it is healthy or the time is over.",
            "Grafana tells nobody the secrets of a data source, so they are written when it is made, and whenever one is missing; "
                    + "`update_secrets: always` writes them every time."
        },
        examples = {
            """
            grafana_datasource:
              admin_password: "@{grafana_admin_password}"
              uid: prometheus
              name: Prometheus
              type: prometheus
              address: http://localhost:9090
              is_default: true
              json_data: {httpMethod: POST, timeInterval: 15s}
            """,
            "grafana_datasource: {token: '@{grafana_token}', uid: prometheus, state: absent}"
        })
public final class GrafanaDatasourceModule
        implements ResourceModule<GrafanaDatasourceModule.Parameters, GrafanaDatasourceModule.State> {
    private static final String PATH = "/api/datasources";
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    /** Whether it is there. */
    public enum Presence {
        PRESENT,
        ABSENT
    }

    /** When secrets are written. */
    public enum Secrets {
        MISSING,
        ALWAYS
    }

    /** Parameters of {@code grafana_datasource}. */
    public record Parameters(
            @Param("Its uid, by which dashboards name it.") String uid,
            @Param("Its name; the uid when left out.") @Nullable String name,
            @Param("Its type, such as prometheus or loki. Needed unless it is to be absent.") @Nullable String type,
            @Param("Where its data is, as Grafana reaches it.") @Nullable String address,
            @Param("Whether new panels use it first; left out, that stays.") @Nullable Boolean isDefault,
            @Param("User of basic authentication; the password is basicAuthPassword in `secure_json_data`.")
                    @Nullable String basicAuthUser,
            @Param("Settings of its type.") Map<String, Object> jsonData,
            @Param("Secret settings of its type.") Map<String, Secret> secureJsonData,
            @Param(value = "When secret settings are written.", defaultValue = "missing") Secrets updateSecrets,
            @Param(value = "Whether it should be there.", defaultValue = "present") Presence state,
            @Param(value = "Whether it is tested after a change.", defaultValue = "true") boolean healthCheck,
            @Param(value = "For how long.", defaultValue = "30s") Duration timeout,
            @Param(value = Server.URL, defaultValue = Server.DEFAULT_URL) String url,
            @Param(value = Server.ADMIN_USER, defaultValue = "admin") String adminUser,
            @Param(Server.ADMIN_PASSWORD) @Nullable Secret adminPassword,
            @Param(Server.TOKEN) @Nullable Secret token) {
        public Parameters {
            Server.of(url, adminUser, adminPassword, token);
            Uids.check("uid", uid);
            if (state == Presence.PRESENT && type == null) {
                throw new InvalidParameterException("type", "a data source that is to be present needs a type, such as prometheus");
            }
            if (address != null && !address.matches("https?://\\S+")) {
                throw new InvalidParameterException("address", "expected an address such as http://localhost:9090");
            }
        }

        Server server() {
            return Server.of(url, adminUser, adminPassword, token);
        }

        String called() {
            return name == null ? uid : name;
        }

        Read question() {
            return new Read(server(), PATH + "/uid/" + uid);
        }

        /** What of it is asked for, without secrets. */
        ObjectNode asked() {
            ObjectNode asked = JsonNodeFactory.instance.objectNode().put("uid", uid).put("name", called()).put("type", type);
            if (address != null) {
                asked.put("url", address);
            }
            if (isDefault != null) {
                asked.put("isDefault", isDefault);
            }
            if (basicAuthUser != null) {
                asked.put("basicAuth", true).put("basicAuthUser", basicAuthUser);
            }
            if (!jsonData.isEmpty()) {
                asked.set("jsonData", Data.json(jsonData));
            }
            return asked;
        }
    }

    /**
     * What {@code register} sees.
     *
     * @param settings what of it is asked for; empty where it is not there
     * @param secrets the names of its secret settings that are asked for
     * @param secretsWritten whether secrets were written now
     */
    public record State(
            @Nullable String uid,
            Map<String, @Nullable Object> settings,
            List<String> secrets,
            @Momentary boolean secretsWritten,
            @Observed(internal = true) Seen seen) {}

    record Seen(@Nullable JsonNode node) {}

    @Override
    public State observe(Parameters parameters, World world) {
        JsonNode node = world.ask(parameters.question());
        if (node == null && parameters.state() == Presence.PRESENT) {
            JsonNode other = world.ask(new Read(parameters.server(), PATH + "/name/" + Uids.encode(parameters.called())));
            if (other != null) {
                throw new TaskFailedException(
                        "there is a data source named " + parameters.called() + " already, with the uid "
                                + other.path("uid").asText(),
                        null, List.of("Give its uid, or another name."));
            }
        }
        return state(parameters, node, false, new Seen(node));
    }

    private static State state(Parameters parameters, @Nullable JsonNode node, boolean written, Seen seen) {
        if (node == null) {
            return new State(null, Map.of(), List.of(), written, seen);
        }
        ObjectNode kept = (ObjectNode) Data.like(node, parameters.asked());
        kept.remove("uid");
        Map<String, @Nullable Object> settings = new TreeMap<>();
        kept.properties().forEach(entry -> settings.put(
                entry.getKey().equals("url") ? "address" : entry.getKey(), Data.plain(entry.getValue())));
        TreeSet<String> secrets = new TreeSet<>(parameters.secureJsonData().keySet());
        secrets.removeIf(name -> !node.path("secureJsonFields").path(name).asBoolean());
        return new State(parameters.uid(), settings, List.copyOf(secrets), written, seen);
    }

    @Override
    public State wanted(Parameters parameters, State current) {
        if (parameters.state() == Presence.ABSENT) {
            return new State(null, Map.of(), List.of(), false, current.seen());
        }
        boolean always = parameters.updateSecrets() == Secrets.ALWAYS && !parameters.secureJsonData().isEmpty();
        return state(parameters, becomes(parameters, current.seen().node()), always || current.secretsWritten(), current.seen());
    }

    private static ObjectNode becomes(Parameters parameters, @Nullable JsonNode node) {
        ObjectNode becomes = Data.over(node == null ? JsonNodeFactory.instance.objectNode() : node, parameters.asked());
        if (node == null) {
            becomes.put("access", "proxy");
        }
        ObjectNode fields = becomes.path("secureJsonFields").isObject()
                ? (ObjectNode) becomes.path("secureJsonFields") : becomes.putObject("secureJsonFields");
        parameters.secureJsonData().keySet().forEach(name -> fields.put(name, true));
        return becomes;
    }

    @Override
    public List<Action> actions(Parameters parameters, State current, State wanted) {
        if (current.equals(wanted)) {
            return List.of();
        }
        JsonNode node = current.seen().node();
        String name = "the data source " + parameters.called();
        Read about = parameters.question();
        if (node != null && node.path("readOnly").asBoolean()) {
            throw new TaskFailedException(
                    name + " cannot be changed here: it comes from a file", null,
                    List.of("Change it in /etc/grafana/provisioning/datasources."));
        }
        if (wanted.uid() == null) {
            return List.of(new Send(parameters.server(), "remove " + name, "DELETE", PATH + "/uid/" + parameters.uid(),
                    new Secret(""), about, null));
        }
        ObjectNode becomes = becomes(parameters, node);
        ObjectNode body = becomes.deepCopy();
        body.remove(List.of("secureJsonFields", "id", "orgId", "readOnly", "accessControl", "typeLogoUrl"));
        if (!parameters.secureJsonData().isEmpty()) {
            body.set("secureJsonData", Data.json(parameters.secureJsonData()));
        }
        return List.of(node == null
                ? new Send(parameters.server(), "create " + name, "POST", PATH, Send.json(body), about, becomes)
                : new Send(parameters.server(), "change " + name, "PUT", PATH + "/uid/" + parameters.uid(), Send.json(body),
                        about, becomes));
    }

    @Override
    public void confirm(Parameters parameters, State wanted, World world) {
        if (wanted.uid() == null || !parameters.healthCheck()) {
            return;
        }
        World.Waited<String> waited = world.await(
                new Health(parameters.server(), parameters.uid()), String::isEmpty, parameters.timeout(), INTERVAL);
        if (!waited.satisfied()) {
            throw new TaskFailedException(
                    "the data source " + parameters.called() + " is saved, and its test fails: " + waited.answer(), null,
                    List.of("Grafana itself has to reach " + (parameters.address() == null ? "its address" : parameters.address())
                            + "."));
        }
    }

    /** "Save & test": what is wrong with it, or "". A test that fails has the status 400. */
    private record Health(Server server, String uid) implements HttpQuery<String> {
        @Override
        public HttpGet request() {
            return new HttpGet("GET", server.url() + PATH + "/uid/" + uid + "/health", server.headers(), false, true,
                    Server.REQUEST, false);
        }

        @Override
        public String read(HttpAnswer answer) {
            JsonNode body = Server.json(answer);
            if (answer.status() == 200 && body.path("status").asText().equals("OK")) {
                return "";
            }
            if (body.path("message").asText("").contains("not implement")) {
                return ""; // this type of data source has no test
            }
            if (answer.status() == 401 || answer.status() == 403) {
                throw server.refused(answer);
            }
            return answer.status() == 0 ? server.url() + " does not answer: " + answer.error()
                    : body.path("message").asText("HTTP status " + answer.status());
        }
    }

    @Override
    public String target(Parameters parameters) {
        return "data source " + parameters.called();
    }

    @Override
    public boolean exists(State state) {
        return state.uid() != null;
    }
}
