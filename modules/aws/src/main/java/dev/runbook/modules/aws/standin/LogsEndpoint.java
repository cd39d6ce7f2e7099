package dev.runbook.modules.aws.standin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.runbook.api.simulated.StandIn.Reply;
import dev.runbook.api.simulated.StandIn.Request;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** CloudWatch Logs: JSON 1.1. */
record LogsEndpoint(Account account, String region) implements AwsStandIn.Endpoint {
    private static final String TARGET = "Logs_20140328.";
    private static final int MOST = 50;

    @Override
    public AwsException unknownKey() {
        return new AwsException(
                400, "UnrecognizedClientException", "The security token included in the request is invalid.");
    }

    @Override
    public AwsException wrongScope(String valid) {
        return new AwsException(400, "InvalidSignatureException", "Credential should be scoped to a valid region. ");
    }

    @Override
    public AwsException unsigned() {
        return new AwsException(400, "MissingAuthenticationTokenException", "Missing Authentication Token");
    }

    @Override
    @SuppressWarnings("unchecked") // an object of JSON
    public Reply answer(Request request) {
        String target = request.header("x-amz-target");
        if (!request.method().equals("POST") || !target.startsWith(TARGET)) {
            throw new AwsException(400, "UnknownOperationException", "");
        }
        Map<String, Object> input;
        try {
            input = new ObjectMapper().readValue(request.text(), Map.class);
        } catch (JsonProcessingException e) {
            throw new AwsException(400, "SerializationException", "");
        }
        Object output = switch (target.substring(TARGET.length())) {
            case "DescribeLogGroups" -> groups(input);
            case "CreateExportTask" -> create(input);
            case "DescribeExportTasks" -> tasks(input);
            case "CancelExportTask" -> cancel(input);
            default -> throw new AwsException(400, "UnknownOperationException", "");
        };
        return reply(200, output, Map.of("x-amzn-requestid", UUID.randomUUID().toString()));
    }

    @Override
    public Reply refusal(AwsException refusal, String requestId) {
        return reply(refusal.status, Map.of("__type", refusal.code, "message", refusal.text()),
                Map.of("x-amzn-requestid", requestId));
    }

    private static Reply reply(int status, Object output, Map<String, String> more) {
        try {
            Map<String, String> headers = new LinkedHashMap<>(more);
            headers.put("content-type", "application/x-amz-json-1.1");
            return new Reply(status, headers, new ObjectMapper().writeValueAsBytes(output));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("plain data is always written", e);
        }
    }

    private Map<String, Object> groups(Map<String, Object> input) {
        String prefix = Objects.toString(input.get("logGroupNamePrefix"), "");
        List<Map<String, Object>> found = new ArrayList<>();
        for (Account.Group group : region.equals(account.home) ? account.groups.values() : List.<Account.Group>of()) {
            if (group.name().startsWith(prefix)) {
                Map<String, Object> shown = new LinkedHashMap<>();
                shown.put("logGroupName", group.name());
                shown.put("creationTime", group.created());
                shown.put("metricFilterCount", 0);
                shown.put("arn", "arn:aws:logs:" + region + ":" + Account.NUMBER + ":log-group:" + group.name() + ":*");
                shown.put("storedBytes", group.storedBytes());
                if (group.retention() != null) {
                    shown.put("retentionInDays", group.retention());
                }
                found.add(shown);
            }
        }
        return page("logGroups", found, input);
    }

    private static Map<String, Object> page(String name, List<Map<String, Object>> all, Map<String, Object> input) {
        int limit = input.get("limit") instanceof Number number ? number.intValue() : MOST;
        if (limit < 1 || limit > MOST) {
            throw invalid("1 validation error detected: Value '" + limit
                    + "' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 50");
        }
        int from = input.get("nextToken") instanceof String token ? start(token, all.size()) : 0;
        int to = Math.min(all.size(), from + limit);
        Map<String, Object> page = new LinkedHashMap<>();
        page.put(name, all.subList(from, to));
        if (to < all.size()) {
            page.put("nextToken", Integer.toString(to));
        }
        return page;
    }

    private static int start(String token, int size) {
        if (!token.matches("[0-9]{1,6}") || Integer.parseInt(token) > size) {
            throw invalid("The specified nextToken is invalid.");
        }
        return Integer.parseInt(token);
    }

    static AwsException invalid(String message) {
        return new AwsException(400, "InvalidParameterException", message);
    }

    private Map<String, Object> create(Map<String, Object> input) {
        Account.Group group = account.groups.get(required(input, "logGroupName"));
        String bucket = required(input, "destination");
        if (!(input.get("from") instanceof Number from) || !(input.get("to") instanceof Number to)) {
            throw invalid("1 validation error detected: Value null at 'from' failed to satisfy constraint: Member must not be null");
        }
        if (group == null || !region.equals(account.home)) {
            throw new AwsException(400, "ResourceNotFoundException", "The specified log group does not exist.");
        }
        if (from.longValue() < 0 || from.longValue() >= to.longValue()) {
            throw invalid("The specified time range is invalid: from must be before to.");
        }
        if (account.tasks.stream().anyMatch(Account.Task::active)) {
            throw new AwsException(400, "LimitExceededException", "Resource limit exceeded.");
        }
        Account.Bucket destination = account.buckets.get(bucket);
        if (destination == null || !destination.region.equals(region)) {
            throw invalid("The given bucket does not exist or is not in the same region as the log group: " + bucket);
        }
        String prefix = input.get("destinationPrefix") instanceof String given && !given.isEmpty() ? given : "exportedlogs";
        var policy = new PolicyCheck(destination.policy, "logs." + region + ".amazonaws.com", Account.NUMBER);
        if (!policy.allows("s3:GetBucketAcl", "arn:aws:s3:::" + bucket)) {
            throw invalid("GetBucketAcl call on the given bucket failed. Please check if CloudWatch Logs has been granted"
                    + " permission to perform this operation: the bucket policy of " + bucket + " does not allow it.");
        }
        if (!policy.allows("s3:PutObject", "arn:aws:s3:::" + bucket + "/" + prefix + "/aws-logs-write-test")) {
            throw invalid("PutObject call on the given bucket failed. Please check if CloudWatch Logs has been granted"
                    + " permission to perform this operation: the bucket policy of " + bucket + " does not allow it.");
        }
        StorageEndpoint.put(destination, prefix + "/aws-logs-write-test",
                "Permission Check Successful".getBytes(StandardCharsets.UTF_8));
        Map<String, Object> kept = new LinkedHashMap<>(input);
        kept.put("destinationPrefix", prefix);
        var task = new Account.Task(UUID.randomUUID().toString(), kept, region, System.currentTimeMillis());
        account.tasks.add(task);
        return Map.of("taskId", task.id);
    }

    private static String required(Map<String, Object> input, String name) {
        if (input.get(name) instanceof String text && !text.isEmpty()) {
            return text;
        }
        throw invalid("1 validation error detected: Value null at '" + name
                + "' failed to satisfy constraint: Member must not be null");
    }

    private Map<String, Object> tasks(Map<String, Object> input) {
        String id = (String) input.get("taskId");
        String status = (String) input.get("statusCode");
        List<Map<String, Object>> found = new ArrayList<>();
        for (Account.Task task : account.tasks) {
            if (task.region.equals(region)) {
                advance(task);
                if ((id == null || id.equals(task.id)) && (status == null || status.equals(task.status))) {
                    found.add(shown(task));
                }
            }
        }
        return page("exportTasks", found, input);
    }

    /** Each look finds it further on: pending, running, completed. */
    private void advance(Account.Task task) {
        if (!task.active()) {
            return;
        }
        switch (++task.looks) {
            case 1 -> {}
            case 2 -> {
                task.status = "RUNNING";
                task.message = "Started successfully";
            }
            default -> {
                Exports.write(account, task);
                task.status = "COMPLETED";
                task.message = "Completed successfully";
            }
        }
    }

    private static Map<String, Object> shown(Account.Task task) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("taskId", task.id);
        for (String name : List.of("taskName", "logGroupName", "from", "to", "destination", "destinationPrefix")) {
            @Nullable Object value = task.request.get(name);
            if (value != null) {
                shown.put(name, value);
            }
        }
        shown.put("status", Map.of("code", task.status, "message", task.message));
        shown.put("executionInfo", Map.of("creationTime", task.created));
        return shown;
    }

    private Map<String, Object> cancel(Map<String, Object> input) {
        String id = required(input, "taskId");
        Account.Task task = account.tasks.stream()
                .filter(one -> one.id.equals(id))
                .findFirst()
                .orElseThrow(() -> new AwsException(
                        400, "ResourceNotFoundException", "The specified export task does not exist."));
        if (!task.active()) {
            throw new AwsException(400, "InvalidOperationException",
                    "The specified export task has already finished and cannot be cancelled.");
        }
        task.status = "CANCELLED";
        task.message = "Cancelled by user";
        return Map.of();
    }
}
