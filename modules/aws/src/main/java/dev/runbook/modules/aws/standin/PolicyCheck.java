package dev.runbook.modules.aws.standin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Decides as S3 does whether a service may do something for an account. */
record PolicyCheck(@Nullable String policy, String service, String account) {
    boolean allows(String action, String resource) {
        boolean allowed = false;
        for (JsonNode statement : statements()) {
            if (applies(statement, action, resource)) {
                if (statement.path("Effect").asText().equals("Deny")) {
                    return false;
                }
                allowed = true;
            }
        }
        return allowed;
    }

    private List<JsonNode> statements() {
        try {
            return texts(new ObjectMapper().readTree(policy == null ? "{}" : policy).path("Statement"));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("it was read when it was set", e);
        }
    }

    private static List<JsonNode> texts(JsonNode node) {
        List<JsonNode> all = new ArrayList<>();
        if (node.isArray()) {
            node.forEach(all::add);
        } else if (!node.isMissingNode()) {
            all.add(node);
        }
        return all;
    }

    private boolean applies(JsonNode statement, String action, String resource) {
        JsonNode principal = statement.path("Principal");
        boolean meant = principal.asText().equals("*")
                || texts(principal.path("Service")).stream().anyMatch(name -> name.asText().equals(service));
        return meant
                && texts(statement.path("Action")).stream().anyMatch(
                        name -> like(name.asText().toLowerCase(Locale.ROOT), action.toLowerCase(Locale.ROOT)))
                && texts(statement.path("Resource")).stream().anyMatch(name -> like(name.asText(), resource))
                && holds(statement.path("Condition"), action);
    }

    /** What CloudWatch Logs sends with its calls. */
    private boolean holds(JsonNode condition, String action) {
        Map<String, String> sent = action.equals("s3:PutObject")
                ? Map.of("aws:sourceaccount", account, "s3:x-amz-acl", "bucket-owner-full-control")
                : Map.of("aws:sourceaccount", account);
        for (var operator : condition.properties()) {
            for (var test : operator.getValue().properties()) {
                String value = sent.get(test.getKey().toLowerCase(Locale.ROOT));
                boolean like = operator.getKey().endsWith("Like");
                if (value == null || texts(test.getValue()).stream().noneMatch(
                        wanted -> like ? like(wanted.asText(), value) : wanted.asText().equals(value))) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean like(String pattern, String text) {
        int star = pattern.indexOf('*');
        if (star < 0) {
            return pattern.equals(text);
        }
        if (!text.startsWith(pattern.substring(0, star))) {
            return false;
        }
        String rest = pattern.substring(star + 1);
        for (int from = star; from <= text.length(); from++) {
            if (like(rest, text.substring(from))) {
                return true;
            }
        }
        return false;
    }
}
