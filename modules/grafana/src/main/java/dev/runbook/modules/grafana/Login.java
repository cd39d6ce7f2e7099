package dev.runbook.modules.grafana;

import dev.runbook.api.NetworkQuery.HttpAnswer;
import dev.runbook.api.NetworkQuery.HttpGet;
import dev.runbook.api.NetworkQuery.HttpQuery;

/** Whether Grafana lets this user in. Every wrong answer counts against the user: ask as seldom as possible. */
record Login(Server server) implements HttpQuery<Boolean> {
    @Override
    public HttpGet request() {
        return new HttpGet("GET", server.url() + "/api/user", server.headers(), false, true, Server.REQUEST, false);
    }

    @Override
    public String describe() {
        return "whether Grafana lets " + server.user() + " in";
    }

    @Override
    public Boolean read(HttpAnswer answer) {
        if (answer.status() != 200 && answer.status() != 401) {
            throw server.refused(answer);
        }
        return answer.status() == 200;
    }
}
