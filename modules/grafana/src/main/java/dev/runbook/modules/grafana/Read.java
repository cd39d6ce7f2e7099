package dev.runbook.modules.grafana;

import com.fasterxml.jackson.databind.JsonNode;
import dev.runbook.api.NetworkQuery.HttpAnswer;
import dev.runbook.api.NetworkQuery.HttpGet;
import dev.runbook.api.NetworkQuery.HttpQuery;
import org.jspecify.annotations.Nullable;

/** What Grafana has at a path of its API; null where it has nothing there. */
record Read(Server server, String path) implements HttpQuery<@Nullable JsonNode> {
    @Override
    public HttpGet request() {
        return new HttpGet("GET", server.url() + path, server.headers(), false, true, Server.REQUEST, false);
    }

    @Override
    public @Nullable JsonNode read(HttpAnswer answer) {
        JsonNode body = Server.json(answer);
        if (answer.status() == 404 && body.isObject() && body.has("message")) {
            return null;
        }
        if (answer.status() != 200 || body.isMissingNode()) {
            throw server.refused(answer);
        }
        return body;
    }
}
