package dev.runbook.modules.grafana;

import dev.runbook.api.InvalidParameterException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** What Grafana's uids may be. */
final class Uids {
    private Uids() {}

    static void check(String parameter, String uid) {
        if (!uid.matches("[A-Za-z0-9_-]{1,40}")) {
            throw new InvalidParameterException(
                    parameter, "\"" + uid + "\" cannot be a uid: 1 to 40 letters, digits, - and _");
        }
    }

    /** As a part of a path. */
    static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
