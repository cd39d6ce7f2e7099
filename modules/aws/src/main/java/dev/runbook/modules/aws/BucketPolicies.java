package dev.runbook.modules.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.runbook.api.TaskFailedException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a bucket's policy must allow so that CloudWatch Logs can export to it.
 *
 * @param region of both the log group and the bucket
 * @param account the number of the account whose logs they are
 */
record BucketPolicies(String region, String account, String bucket) {
    private static final String READ = "RunbookCloudWatchLogsAcl";
    private static final String WRITE = "RunbookCloudWatchLogsWrite";

    /** Whether the policy has what an export to a prefix needs. Conditions are taken to hold. */
    boolean allows(@Nullable String policy, String prefix) {
        JsonNode statements = parse(policy).path("Statement");
        return allowed(statements, "s3:GetBucketAcl", arn()) && allowed(statements, "s3:PutObject", arn() + "/" + prefix + "/x");
    }

    private boolean allowed(JsonNode statements, String action, String resource) {
        boolean found = false;
        for (JsonNode statement : statements.isArray() ? statements : new ObjectMapper().createArrayNode().add(statements)) {
            if (!statement.path("Effect").asText().equals("Allow") && !statement.path("Condition").isEmpty()) {
                continue;
            }
            boolean meant = principal(statement.path("Principal"))
                    && any(statement.path("Action"), action, true)
                    && any(statement.path("Resource"), resource, false);
            if (meant && !statement.path("Effect").asText().equals("Allow")) {
                return false;
            }
            found |= meant && ours(statement.path("Condition"));
        }
        return found;
    }

    /** A condition on another account than ours cannot hold. */
    private boolean ours(JsonNode condition) {
        for (JsonNode operator : condition) {
            for (var entry : operator.properties()) {
                if (entry.getKey().equalsIgnoreCase("aws:SourceAccount") && !any(entry.getValue(), account, false)) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean principal(JsonNode principal) {
        return principal.asText().equals("*") || any(principal.path("Service"), service(), false)
                || any(principal.path("AWS"), "*", false);
    }

    private static boolean any(JsonNode patterns, String text, boolean ignoreCase) {
        if (patterns.isArray()) {
            for (JsonNode pattern : patterns) {
                if (any(pattern, text, ignoreCase)) {
                    return true;
                }
            }
            return false;
        }
        String regex = Pattern.quote(patterns.asText()).replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q");
        return patterns.isTextual()
                && Pattern.compile(regex, ignoreCase ? Pattern.CASE_INSENSITIVE : 0).matcher(text).matches();
    }

    private String service() {
        return "logs." + region + (region.startsWith("cn-") ? ".amazonaws.com.cn" : ".amazonaws.com");
    }

    private String arn() {
        String partition = region.startsWith("cn-") ? "aws-cn" : region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
        return "arn:" + partition + ":s3:::" + bucket;
    }

    /** The policy with what is missing; all other statements stay as they are. */
    String with(@Nullable String policy) {
        ObjectMapper json = new ObjectMapper();
        ObjectNode merged = parse(policy) instanceof ObjectNode present ? present.deepCopy() : json.createObjectNode();
        if (!merged.has("Version")) {
            merged.put("Version", "2012-10-17");
        }
        ArrayNode statements = json.createArrayNode();
        JsonNode before = merged.path("Statement");
        for (JsonNode statement : before.isArray() || before.isMissingNode() ? before : json.createArrayNode().add(before)) {
            String id = statement.path("Sid").asText();
            if (!id.equals(READ) && !id.equals(WRITE)) {
                statements.add(statement);
            }
        }
        statements.add(statement(READ, "s3:GetBucketAcl", arn(), false));
        statements.add(statement(WRITE, "s3:PutObject", arn() + "/*", true));
        merged.set("Statement", statements);
        return pretty(merged);
    }

    private ObjectNode statement(String id, String action, String resource, boolean owned) {
        ObjectNode statement = new ObjectMapper().createObjectNode();
        statement.put("Sid", id).put("Effect", "Allow");
        statement.putObject("Principal").put("Service", service());
        statement.put("Action", action).put("Resource", resource);
        ObjectNode equal = statement.putObject("Condition").putObject("StringEquals");
        equal.put("aws:SourceAccount", account);
        if (owned) {
            equal.put("s3:x-amz-acl", "bucket-owner-full-control");
        }
        return statement;
    }

    /** The policy in one form, whatever its spaces; null for none. */
    static @Nullable String normal(@Nullable String policy) {
        return policy == null ? null : pretty(parse(policy));
    }

    private static JsonNode parse(@Nullable String policy) {
        try {
            return new ObjectMapper().readTree(policy == null ? "{}" : policy);
        } catch (JsonProcessingException e) {
            throw new TaskFailedException("the policy of the bucket is no JSON: " + e.getOriginalMessage());
        }
    }

    private static String pretty(JsonNode node) {
        try {
            return new ObjectMapper().writer().with(SerializationFeature.INDENT_OUTPUT).writeValueAsString(node) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree is always written", e);
        }
    }
}
