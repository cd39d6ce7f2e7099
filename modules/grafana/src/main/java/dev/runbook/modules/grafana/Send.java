package dev.runbook.modules.grafana;

import com.fasterxml.jackson.databind.JsonNode;
import dev.runbook.api.ActionResult;
import dev.runbook.api.Answer;
import dev.runbook.api.NetworkAction;
import dev.runbook.api.NetworkQuery.HttpAnswer;
import dev.runbook.api.Query;
import dev.runbook.api.Reversal;
import dev.runbook.api.Secret;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request that changes something.
 *
 * @param body may hold secrets
 * @param about what it changes the answer to
 * @param becomes that answer afterwards
 */
record Send(
        Server server, String summary, String method, String path, Secret body, Read about, @Nullable JsonNode becomes)
        implements NetworkAction {
    static Secret json(JsonNode body) {
        return new Secret(body.toString());
    }

    @Override
    public HttpCall call() {
        Map<String, String> headers = new HashMap<>(server.headers());
        headers.put("Content-Type", "application/json");
        return new HttpCall(method, server.url() + path, headers, body, true, Server.REQUEST);
    }

    @Override
    public ActionResult result(HttpAnswer answer) {
        boolean gone = method.equals("DELETE") && answer.status() == 404;
        if (!gone && (answer.status() < 200 || answer.status() >= 300)) {
            throw server.refused(answer);
        }
        return new ActionResult(0, answer.body(), "", Duration.ZERO);
    }

    @Override
    @SuppressWarnings("unchecked") // the answer to such a question is JSON
    public <T extends @Nullable Object> Answer<T> after(Query<T> query, Answer<T> before) {
        return query.equals(about) ? (Answer<T>) Answer.<@Nullable JsonNode>of(becomes) : before;
    }

    @Override
    public boolean touches(Query<?> query) {
        return query instanceof Read || query instanceof Login;
    }

    @Override
    public Reversal reversal() {
        return new Reversal.Irreversible("what Grafana had before is not kept");
    }
}
