package dev.runbook.modules.grafana.standin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** What Grafana keeps. Everything by its uid, passwords by user. */
final class Database {
    final Map<String, String> passwords = new HashMap<>();
    final Map<String, ObjectNode> datasources = new LinkedHashMap<>();
    final Map<String, ObjectNode> folders = new LinkedHashMap<>();
    /** Each as it is answered: with {@code dashboard} and {@code meta}. */
    final Map<String, ObjectNode> dashboards = new LinkedHashMap<>();

    private long last;

    Database(String user, String password) {
        passwords.put(user, password);
    }

    long id() {
        return ++last;
    }
}
