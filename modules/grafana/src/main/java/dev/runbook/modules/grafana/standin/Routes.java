package dev.runbook.modules.grafana.standin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.runbook.api.simulated.Machine;
import dev.runbook.api.simulated.StandIn.Reply;
import dev.runbook.api.simulated.StandIn.Request;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One request of a user who is logged in. */
final class Routes {
    private static final Pattern PROXY = Pattern.compile("/api/datasources/proxy/uid/([^/]+)(/.*)");
    private static final Pattern ONE = Pattern.compile("/api/(datasources/uid|datasources/name|folders|dashboards/uid)/([^/]+)(/health)?");

    private final Machine machine;
    private final Database database;
    private final String user;
    private final Request request;
    private final JsonNode body;
    private final String path;

    Routes(Machine machine, Database database, String user, Request request, JsonNode body) {
        this.machine = machine;
        this.database = database;
        this.user = user;
        this.request = request;
        this.body = body;
        this.path = request.path().replaceFirst("\\?.*", "");
    }

    Reply route() {
        Matcher proxy = PROXY.matcher(path);
        if (proxy.matches()) {
            return proxied(proxy.group(1), proxy.group(2));
        }
        Matcher one = ONE.matcher(path);
        if (one.matches()) {
            String name = URLDecoder.decode(one.group(2), StandardCharsets.UTF_8);
            return switch (one.group(1)) {
                case "datasources/uid" -> one.group(3) == null ? datasource(name) : health(name);
                case "datasources/name" -> ok(database.datasources.values().stream()
                        .filter(known -> known.path("name").asText().equals(name)).findFirst()
                        .orElseThrow(() -> new Refusal(404, "Data source not found")));
                case "folders" -> folder(name);
                default -> dashboard(name);
            };
        }
        return switch (request.method() + " " + path) {
            case "GET /api/user" -> ok(object().put("login", user).put("isGrafanaAdmin", true));
            case "PUT /api/user/password" -> password();
            case "POST /api/datasources" -> createDatasource();
            case "POST /api/folders" -> createFolder();
            case "POST /api/dashboards/db" -> saveDashboard();
            case "GET /api/search" -> search();
            default -> throw new Refusal(404, "Not found");
        };
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static Reply ok(JsonNode node) {
        return Reply.json(200, node.toString());
    }

    private Reply password() {
        if (!body.path("oldPassword").asText().equals(database.passwords.get(user))) {
            throw new Refusal(401, "Invalid old password");
        }
        if (body.path("newPassword").asText().length() < 4) {
            throw new Refusal(400, "New password is too short");
        }
        database.passwords.put(user, body.path("newPassword").asText());
        return ok(object().put("message", "User password changed"));
    }

    private ObjectNode known(Map<String, ObjectNode> all, String uid, String complaint) {
        ObjectNode found = all.get(uid);
        if (found == null) {
            throw new Refusal(404, complaint);
        }
        return found;
    }

    private Reply createDatasource() {
        String name = body.path("name").asText("");
        if (name.isEmpty() || body.path("type").asText("").isEmpty()) {
            throw new Refusal(400, "bad request data");
        }
        String uid = body.path("uid").asText("ds" + database.id());
        boolean taken = database.datasources.containsKey(uid)
                || database.datasources.values().stream().anyMatch(known -> known.path("name").asText().equals(name));
        if (taken) {
            throw new Refusal(409, "data source with the same name already exists");
        }
        ObjectNode made = stored(uid, object()).put("id", database.id()).put("orgId", 1).put("version", 1);
        database.datasources.put(uid, made);
        ObjectNode answer = object().put("id", made.path("id").asLong()).put("message", "Datasource added").put("name", name);
        answer.set("datasource", made);
        return ok(answer);
    }

    /** Secrets are never given back; that they are there is. */
    private ObjectNode stored(String uid, ObjectNode before) {
        ObjectNode stored = ((ObjectNode) body).deepCopy();
        JsonNode secrets = stored.remove("secureJsonData");
        ObjectNode fields = before.path("secureJsonFields").isObject()
                ? (ObjectNode) before.path("secureJsonFields").deepCopy() : object();
        if (secrets != null) {
            secrets.fieldNames().forEachRemaining(name -> fields.put(name, true));
        }
        stored.set("secureJsonFields", fields);
        if (!stored.has("jsonData")) {
            stored.putObject("jsonData");
        }
        return stored.put("uid", uid).put("readOnly", false);
    }

    private Reply datasource(String uid) {
        ObjectNode found = known(database.datasources, uid, "Data source not found");
        return switch (request.method()) {
            case "GET" -> ok(found);
            case "PUT" -> {
                if (body.has("version") && body.path("version").asLong() < found.path("version").asLong()) {
                    throw new Refusal(409, "Datasource has already been updated by someone else. Please reload and try again");
                }
                ObjectNode changed = stored(uid, found).put("id", found.path("id").asLong()).put("orgId", 1)
                        .put("version", found.path("version").asLong() + 1);
                database.datasources.put(uid, changed);
                yield ok(object().put("message", "Datasource updated"));
            }
            case "DELETE" -> {
                database.datasources.remove(uid);
                yield ok(object().put("message", "Data source deleted"));
            }
            default -> throw new Refusal(404, "Not found");
        };
    }

    private Reply health(String uid) {
        ObjectNode found = known(database.datasources, uid, "Data source not found");
        Reply reply = machine.call("GET", found.path("url").asText() + "/api/v1/query?query=1%2B1", Map.of(), new byte[0]);
        if (reply != null && reply.status() == 200) {
            return ok(object().put("status", "OK").put("message", "Successfully queried the Prometheus API."));
        }
        String why = reply == null
                ? "Post \"" + found.path("url").asText() + "/api/v1/query\": dial tcp: connect: connection refused"
                : reply.status() + " from it";
        return Reply.json(400, object().put("status", "ERROR").put("message", why + " - There was an error returned querying the Prometheus API.")
                .toString());
    }

    private Reply proxied(String uid, String rest) {
        ObjectNode found = known(database.datasources, uid, "Unable to find datasource");
        int mark = request.path().indexOf('?');
        String query = mark < 0 ? "" : request.path().substring(mark);
        Reply reply = machine.call(request.method(), found.path("url").asText() + rest + query, Map.of(), request.body());
        return reply == null ? Reply.json(502, "{\"message\":\"Bad Gateway\"}") : reply;
    }

    private Reply createFolder() {
        if (body.path("title").asText("").isEmpty()) {
            throw new Refusal(400, "folder title cannot be empty");
        }
        String uid = body.path("uid").asText("f" + database.id());
        if (database.folders.containsKey(uid)) {
            throw new Refusal(412, "the folder has been changed by someone else");
        }
        ObjectNode made = object().put("id", database.id()).put("uid", uid).put("title", body.path("title").asText())
                .put("url", "/dashboards/f/" + uid).put("version", 1);
        database.folders.put(uid, made);
        return ok(made);
    }

    private Reply folder(String uid) {
        ObjectNode found = known(database.folders, uid, "folder not found");
        return switch (request.method()) {
            case "GET" -> ok(found);
            case "PUT" -> ok(found.put("title", body.path("title").asText()).put("version", found.path("version").asLong() + 1));
            case "DELETE" -> {
                database.folders.remove(uid);
                database.dashboards.values().removeIf(one -> one.path("meta").path("folderUid").asText().equals(uid));
                yield ok(object().put("message", "Folder deleted"));
            }
            default -> throw new Refusal(404, "Not found");
        };
    }

    private Reply saveDashboard() {
        JsonNode model = body.path("dashboard");
        if (!model.isObject() || model.path("title").asText("").isEmpty()) {
            throw new Refusal(400, "Dashboard title cannot be empty");
        }
        String uid = model.path("uid").asText("d" + database.id());
        if (uid.length() > 40) {
            throw new Refusal(400, "uid too long, max 40 characters");
        }
        String folder = body.path("folderUid").asText("");
        if (!folder.isEmpty() && !database.folders.containsKey(folder)) {
            throw new Refusal(400, "folder not found");
        }
        ObjectNode present = database.dashboards.get(uid);
        long version = present == null ? 0 : present.path("dashboard").path("version").asLong();
        if (present != null && !body.path("overwrite").asBoolean() && model.path("version").asLong() != version) {
            return Reply.json(412, object().put("status", "version-mismatch")
                    .put("message", "The dashboard has been changed by someone else").toString());
        }
        ObjectNode kept = object();
        ObjectNode stored = ((ObjectNode) model).deepCopy();
        stored.put("id", present == null ? database.id() : present.path("dashboard").path("id").asLong())
                .put("uid", uid).put("version", version + 1);
        kept.set("dashboard", stored);
        kept.putObject("meta").put("folderUid", folder).put("provisioned", false).put("slug", "x");
        database.dashboards.put(uid, kept);
        return ok(object().put("uid", uid).put("url", "/d/" + uid + "/x").put("version", version + 1).put("status", "success"));
    }

    private Reply dashboard(String uid) {
        ObjectNode found = known(database.dashboards, uid, "Dashboard not found");
        if (request.method().equals("DELETE")) {
            database.dashboards.remove(uid);
            return ok(object().put("message", "Dashboard deleted"));
        }
        return ok(found);
    }

    private Reply search() {
        String folder = request.path().replaceFirst(".*folderUIDs=", "");
        ArrayNode found = JsonNodeFactory.instance.arrayNode();
        database.dashboards.forEach((uid, one) -> {
            if (one.path("meta").path("folderUid").asText().equals(folder)) {
                found.addObject().put("uid", uid).put("type", "dash-db").put("title", title(one));
            }
        });
        return ok(found);
    }

    private static @Nullable String title(JsonNode kept) {
        return kept.path("dashboard").path("title").asText();
    }
}
