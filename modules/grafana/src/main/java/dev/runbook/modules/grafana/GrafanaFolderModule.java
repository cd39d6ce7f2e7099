package dev.runbook.modules.grafana;

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
import dev.runbook.api.TaskFailedException;
import dev.runbook.api.World;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The module {@code grafana_folder}. */
@Module(
        name = "grafana_folder",
        summary = "Manages a folder for dashboards of Grafana",
        description = "The uid says which one it is. A folder that still has dashboards is not removed, since they would go with it; "
                + "`force: true` does.",
        examples = {
            "grafana_folder: {admin_password: '@{grafana_admin_password}', uid: applications, title: Applications}",
            "grafana_folder: {token: '@{grafana_token}', uid: applications, state: absent}"
        })
public final class GrafanaFolderModule implements ResourceModule<GrafanaFolderModule.Parameters, GrafanaFolderModule.State> {
    private static final String PATH = "/api/folders";

    /** Whether it is there. */
    public enum Presence {
        PRESENT,
        ABSENT
    }

    /** Parameters of {@code grafana_folder}. */
    public record Parameters(
            @Param("Its uid.") String uid,
            @Param("Its title; the uid when left out.") @Nullable String title,
            @Param(value = "Whether it should be there.", defaultValue = "present") Presence state,
            @Param(value = "Removes it with the dashboards in it.", defaultValue = "false") boolean force,
            @Param(value = Server.URL, defaultValue = Server.DEFAULT_URL) String url,
            @Param(value = Server.ADMIN_USER, defaultValue = "admin") String adminUser,
            @Param(Server.ADMIN_PASSWORD) @Nullable Secret adminPassword,
            @Param(Server.TOKEN) @Nullable Secret token) {
        public Parameters {
            Server.of(url, adminUser, adminPassword, token);
            Uids.check("uid", uid);
            if (title != null && title.isBlank()) {
                throw new InvalidParameterException("title", "must not be empty");
            }
        }

        Server server() {
            return Server.of(url, adminUser, adminPassword, token);
        }

        Read question() {
            return new Read(server(), PATH + "/" + uid);
        }
    }

    /**
     * What {@code register} sees.
     *
     * @param title null where it is not there
     * @param path of its page
     */
    public record State(@Nullable String title, @Observed String path, @Observed(internal = true) Seen seen) {}

    record Seen(@Nullable JsonNode node, int dashboards) {}

    @Override
    public State observe(Parameters parameters, World world) {
        JsonNode node = world.ask(parameters.question());
        int dashboards = 0;
        if (node != null && parameters.state() == Presence.ABSENT && !parameters.force()) {
            JsonNode found = world.ask(new Read(parameters.server(), "/api/search?type=dash-db&folderUIDs=" + parameters.uid()));
            dashboards = found == null ? 0 : found.size();
        }
        String title = node == null ? null : node.path("title").asText();
        return new State(title, "/dashboards/f/" + parameters.uid(), new Seen(node, dashboards));
    }

    @Override
    public State wanted(Parameters parameters, State current) {
        String title = parameters.title() != null ? parameters.title() : current.title() != null ? current.title() : parameters.uid();
        return new State(parameters.state() == Presence.ABSENT ? null : title, current.path(), current.seen());
    }

    @Override
    public List<Action> actions(Parameters parameters, State current, State wanted) {
        if (current.equals(wanted)) {
            return List.of();
        }
        Server server = parameters.server();
        Read about = parameters.question();
        String path = PATH + "/" + parameters.uid();
        JsonNode node = current.seen().node();
        if (wanted.title() == null) {
            if (current.seen().dashboards() > 0) {
                throw new TaskFailedException(
                        "the folder " + current.title() + " still has " + current.seen().dashboards() + " dashboard"
                                + (current.seen().dashboards() == 1 ? "" : "s"),
                        null, List.of("`force: true` removes them with it."));
            }
            return List.of(new Send(server, "remove the folder " + current.title(), "DELETE", path, new Secret(""), about, null));
        }
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("uid", parameters.uid()).put("title", wanted.title());
        return List.of(node == null
                ? new Send(server, "create the folder " + wanted.title(), "POST", PATH, Send.json(body), about, body)
                : new Send(server, "rename the folder " + current.title() + " to " + wanted.title(), "PUT", path,
                        Send.json(body.deepCopy().put("overwrite", true)), about, Data.over(node, body)));
    }

    @Override
    public String target(Parameters parameters) {
        return "folder " + (parameters.title() == null ? parameters.uid() : parameters.title());
    }

    @Override
    public boolean exists(State state) {
        return state.title() != null;
    }
}
