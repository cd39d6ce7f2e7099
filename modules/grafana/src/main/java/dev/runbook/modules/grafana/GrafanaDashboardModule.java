package dev.runbook.modules.grafana;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.runbook.api.Action;
import dev.runbook.api.InvalidParameterException;
import dev.runbook.api.Module;
import dev.runbook.api.Observed;
import dev.runbook.api.Param;
import dev.runbook.api.ResourceModule;
import dev.runbook.api.Secret;
import dev.runbook.api.SourceFile;
import dev.runbook.api.TaskFailedException;
import dev.runbook.api.World;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The module {@code grafana_dashboard}. */
@Module(
        name = "grafana_dashboard",
        summary = "Manages a dashboard of Grafana",
        description = {
            "The uid says which one it is. `src` is what Grafana exports as JSON: the model itself, or wrapped in `dashboard`.",
            "Compared, and shown by `--diff`, is what the model says, panel by panel; numbers that Grafana gives and defaults that "
                    + "it fills in are not. A panel that somebody added by hand is shown, and removed.",
        },
        examples = {
            "grafana_dashboard: {admin_password: '@{grafana_admin_password}', src: flask-app.json, folder: applications}",
            """
            grafana_dashboard:
              token: "@{grafana_token}"
              uid: empty
              dashboard: {title: Empty, panels: []}
            """,
            "grafana_dashboard: {token: '@{grafana_token}', uid: empty, state: absent}"
        })
public final class GrafanaDashboardModule
        implements ResourceModule<GrafanaDashboardModule.Parameters, GrafanaDashboardModule.State> {
    /** Whether it is there. */
    public enum Presence {
        PRESENT,
        ABSENT
    }

    /** Parameters of {@code grafana_dashboard}. */
    public record Parameters(
            @Param("Its uid; that of the model when left out.") @Nullable String uid,
            @Param("A file with the model as JSON, looked for in the role's `files` directory and beside the runbook.")
                    @Nullable SourceFile src,
            @Param("The model itself, instead of `src`.") Map<String, Object> dashboard,
            @Param("Uid of the folder that it is in. Left out, a new one is in none, and others stay where they are.")
                    @Nullable String folder,
            @Param("What the history of versions says of a change.") @Nullable String message,
            @Param(value = "Whether it should be there.", defaultValue = "present") Presence state,
            @Param(value = Server.URL, defaultValue = Server.DEFAULT_URL) String url,
            @Param(value = Server.ADMIN_USER, defaultValue = "admin") String adminUser,
            @Param(Server.ADMIN_PASSWORD) @Nullable Secret adminPassword,
            @Param(Server.TOKEN) @Nullable Secret token) {
        public Parameters {
            Server.of(url, adminUser, adminPassword, token);
            if (state == Presence.PRESENT && (src == null) == dashboard.isEmpty()) {
                throw new InvalidParameterException(
                        "src", src == null ? "give src or dashboard: what is it to show?" : "give either src or dashboard, not both");
            }
            if (state == Presence.ABSENT && uid == null) {
                throw new InvalidParameterException("uid", "a dashboard that is to be absent is named by its uid");
            }
            if (uid != null) {
                Uids.check("uid", uid);
            }
        }

        Server server() {
            return Server.of(url, adminUser, adminPassword, token);
        }

        /** The model with its uid. */
        ObjectNode model() {
            ObjectNode model = src == null ? (ObjectNode) Data.json(dashboard) : read(src);
            if (model.path("dashboard").isObject()) {
                model = (ObjectNode) model.path("dashboard");
            }
            if (model.path("title").asText("").isBlank()) {
                throw new TaskFailedException("the model of the dashboard has no `title`");
            }
            String own = uid != null ? uid : model.path("uid").asText("");
            if (own.isEmpty()) {
                throw new TaskFailedException("neither the task nor the model says the dashboard's uid", null,
                        List.of("Give `uid`: without one every run would make another dashboard."));
            }
            model.putNull("id");
            return model.put("uid", own);
        }

        private static ObjectNode read(SourceFile file) {
            try (InputStream in = file.payload().open()) {
                JsonNode node = Server.JSON.readTree(in);
                if (node instanceof ObjectNode model) {
                    return model;
                }
                throw new TaskFailedException(file.name() + " is no dashboard: expected a JSON object");
            } catch (JsonProcessingException e) {
                throw new TaskFailedException(file.name() + ":" + e.getLocation().getLineNr() + ": not JSON: " + e.getOriginalMessage());
            } catch (IOException e) {
                throw new TaskFailedException(file.name() + " cannot be read: " + e.getMessage());
            }
        }
    }

    /**
     * What {@code register} sees.
     *
     * @param title null where it is not there
     * @param folder uid of its folder, "" for none
     * @param panels by title
     * @param settings everything else that the model says
     * @param path of its page
     */
    public record State(
            @Nullable String title,
            @Nullable String folder,
            Map<String, @Nullable Object> panels,
            Map<String, @Nullable Object> settings,
            @Observed String uid,
            @Observed String path,
            @Observed(internal = true) Seen seen) {}

    record Seen(@Nullable JsonNode node, @Nullable ObjectNode model) {}

    @Override
    public State observe(Parameters parameters, World world) {
        ObjectNode model = parameters.state() == Presence.ABSENT ? null : parameters.model();
        String uid = model == null ? String.valueOf(parameters.uid()) : model.path("uid").asText();
        JsonNode node = world.ask(question(parameters, uid));
        if (model != null && parameters.folder() != null
                && world.ask(new Read(parameters.server(), "/api/folders/" + Uids.encode(parameters.folder()))) == null) {
            throw new TaskFailedException(
                    "there is no folder with the uid " + parameters.folder(), null,
                    List.of("Make it in an earlier task: `grafana_folder: {uid: " + parameters.folder() + ", …}`."));
        }
        return state(uid, node, new Seen(node, model));
    }

    private static Read question(Parameters parameters, String uid) {
        return new Read(parameters.server(), "/api/dashboards/uid/" + uid);
    }

    private static State state(String uid, @Nullable JsonNode node, Seen seen) {
        String path = "/d/" + uid;
        if (node == null) {
            return new State(null, null, Map.of(), Map.of(), uid, path, seen);
        }
        JsonNode asked = seen.model() == null ? JsonNodeFactory.instance.objectNode() : seen.model();
        Dashboard dashboard = new Dashboard(node.path("dashboard"));
        return new State(dashboard.title(), node.path("meta").path("folderUid").asText(""), dashboard.panels(asked),
                dashboard.settings(asked), uid, path, seen);
    }

    @Override
    public State wanted(Parameters parameters, State current) {
        return state(current.uid(), becomes(parameters, current), current.seen());
    }

    private static @Nullable JsonNode becomes(Parameters parameters, State current) {
        ObjectNode model = current.seen().model();
        if (model == null) {
            return null;
        }
        ObjectNode becomes = JsonNodeFactory.instance.objectNode();
        becomes.set("dashboard", model);
        String folder = parameters.folder() != null ? parameters.folder() : current.folder() == null ? "" : current.folder();
        becomes.putObject("meta").put("folderUid", folder);
        return becomes;
    }

    @Override
    public List<Action> actions(Parameters parameters, State current, State wanted) {
        if (current.equals(wanted)) {
            return List.of();
        }
        Server server = parameters.server();
        Read about = question(parameters, current.uid());
        JsonNode becomes = becomes(parameters, current);
        JsonNode node = current.seen().node();
        if (node != null && node.path("meta").path("provisioned").asBoolean()) {
            throw new TaskFailedException(
                    "the dashboard " + current.title() + " cannot be changed here: it comes from a file", null,
                    List.of("Change it where /etc/grafana/provisioning/dashboards says its file is."));
        }
        if (becomes == null) {
            return List.of(new Send(server, "remove the dashboard " + current.title(), "DELETE",
                    "/api/dashboards/uid/" + current.uid(), new Secret(""), about, null));
        }
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ObjectNode model = (ObjectNode) becomes.path("dashboard").deepCopy();
        // Grafana refuses a change of what somebody else changed since it was looked at.
        model.put("version", node == null ? 0 : node.path("dashboard").path("version").asLong());
        body.set("dashboard", model);
        body.put("overwrite", false).put("folderUid", String.valueOf(wanted.folder()));
        if (parameters.message() != null) {
            body.put("message", parameters.message());
        }
        return List.of(new Send(server, (node == null ? "create" : "change") + " the dashboard " + wanted.title(), "POST",
                "/api/dashboards/db", Send.json(body), about, becomes));
    }

    @Override
    public String target(Parameters parameters) {
        return "dashboard " + (parameters.uid() != null ? parameters.uid() : parameters.src() != null
                ? parameters.src().name()
                : String.valueOf(parameters.dashboard().get("title")));
    }

    @Override
    public boolean exists(State state) {
        return state.title() != null;
    }
}
