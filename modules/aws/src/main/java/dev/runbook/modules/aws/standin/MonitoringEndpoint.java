package dev.runbook.modules.aws.standin;

import dev.runbook.api.simulated.StandIn.Reply;
import dev.runbook.api.simulated.StandIn.Request;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** CloudWatch: smithy-rpc-v2-cbor, which the SDK speaks. */
record MonitoringEndpoint(Account account, String region) implements AwsStandIn.Endpoint {
    private static final String PATH = "/service/GraniteServiceVersion20100801/operation/";
    private static final int PAGE = 500;
    private static final long DAY = 86400;

    @Override
    @SuppressWarnings("unchecked") // a map of CBOR
    public Reply answer(Request request) {
        if (!request.path().startsWith(PATH) || !request.header("smithy-protocol").equals("rpc-v2-cbor")) {
            throw new AwsException(404, "UnknownOperationException", "");
        }
        Map<String, @Nullable Object> input;
        try {
            input = Objects.requireNonNull((Map<String, @Nullable Object>) Cbor.read(request.body()));
        } catch (IllegalArgumentException | ClassCastException e) {
            throw new AwsException(400, "SerializationException", "");
        }
        Object output = switch (request.path().substring(PATH.length())) {
            case "ListMetrics" -> metrics(input);
            case "DescribeAlarms" -> alarms(input);
            case "ListDashboards" -> dashboards(input);
            case "GetDashboard" -> dashboard(input);
            case "GetMetricStatistics" -> statistics(input);
            default -> throw new AwsException(404, "UnknownOperationException", "");
        };
        return reply(200, output, UUID.randomUUID().toString());
    }

    @Override
    public Reply refusal(AwsException refusal, String requestId) {
        String type = "com.amazonaws.cloudwatch.v2010_08_01#" + refusal.code;
        return reply(refusal.status, Map.of("__type", type, "message", refusal.text()), requestId);
    }

    private static Reply reply(int status, Object output, String requestId) {
        return new Reply(status,
                Map.of("content-type", "application/cbor", "smithy-protocol", "rpc-v2-cbor", "x-amzn-requestid", requestId),
                Cbor.write(output));
    }

    private boolean home() {
        return region.equals(account.home);
    }

    private Map<String, Object> metrics(Map<String, @Nullable Object> input) {
        Object namespace = input.get("Namespace");
        Object name = input.get("MetricName");
        List<Map<String, Object>> found = new ArrayList<>();
        for (Map<String, Object> metric : home() ? Seeds.metrics() : List.<Map<String, Object>>of()) {
            if ((namespace == null || namespace.equals(metric.get("Namespace")))
                    && (name == null || name.equals(metric.get("MetricName")))) {
                found.add(metric);
            }
        }
        int from = token(input, found.size());
        int to = Math.min(found.size(), from + PAGE);
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("Metrics", found.subList(from, to));
        if (to < found.size()) {
            page.put("NextToken", Integer.toString(to));
        }
        return page;
    }

    private static int token(Map<String, @Nullable Object> input, int size) {
        String token = Objects.toString(input.get("NextToken"), "0");
        if (!token.matches("[0-9]{1,6}") || Integer.parseInt(token) > size) {
            throw new AwsException(400, "InvalidParameterValueException", "NextToken is not valid");
        }
        return Integer.parseInt(token);
    }

    private Map<String, Object> alarms(Map<String, @Nullable Object> input) {
        List<?> types = input.get("AlarmTypes") instanceof List<?> given && !given.isEmpty() ? given : List.of("MetricAlarm");
        for (Object type : types) {
            if (!List.of("MetricAlarm", "CompositeAlarm", "LogAlarm").contains(String.valueOf(type))) {
                throw new AwsException(400, "ValidationError", "1 validation error detected: Value '" + types
                        + "' at 'alarmTypes' failed to satisfy constraint: Member must satisfy enum value set");
            }
        }
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("MetricAlarms", home() && types.contains("MetricAlarm") ? Seeds.alarms(region) : List.of());
        page.put("CompositeAlarms", home() && types.contains("CompositeAlarm") ? Seeds.composites(region) : List.of());
        return page;
    }

    private Map<String, Object> dashboards(Map<String, @Nullable Object> input) {
        String prefix = Objects.toString(input.get("DashboardNamePrefix"), "");
        boolean shown = home() && Seeds.DASHBOARD.startsWith(prefix);
        return Map.of("DashboardEntries", shown
                ? List.of(Map.of(
                        "DashboardName", Seeds.DASHBOARD,
                        "DashboardArn", "arn:aws:cloudwatch::" + Account.NUMBER + ":dashboard/" + Seeds.DASHBOARD,
                        "LastModified", Instant.parse("2024-09-27T10:00:00Z"),
                        "Size", Seeds.dashboard(region).length()))
                : List.of());
    }

    private Map<String, Object> dashboard(Map<String, @Nullable Object> input) {
        Object name = input.get("DashboardName");
        if (!home() || !Seeds.DASHBOARD.equals(name)) {
            throw new AwsException(404, "ResourceNotFound", "Dashboard " + name + " does not exist");
        }
        return Map.of(
                "DashboardName", Seeds.DASHBOARD,
                "DashboardArn", "arn:aws:cloudwatch::" + Account.NUMBER + ":dashboard/" + Seeds.DASHBOARD,
                "DashboardBody", Seeds.dashboard(region));
    }

    /** A day's logs come in each day. */
    private Map<String, Object> statistics(Map<String, @Nullable Object> input) {
        if (!(input.get("StartTime") instanceof Number start) || !(input.get("EndTime") instanceof Number end)
                || !(input.get("Period") instanceof Number period)) {
            throw new AwsException(400, "MissingRequiredParameterException",
                    "The parameters StartTime, EndTime and Period are required.");
        }
        if (period.longValue() % 60 != 0 || start.doubleValue() >= end.doubleValue()) {
            throw new AwsException(400, "InvalidParameterValueException",
                    "The parameter StartTime must be less than the parameter EndTime.");
        }
        List<Map<String, Object>> points = new ArrayList<>();
        boolean logs = "AWS/Logs".equals(input.get("Namespace")) && "IncomingBytes".equals(input.get("MetricName"));
        Instant from = Instant.ofEpochSecond(start.longValue());
        long days = (end.longValue() - start.longValue()) / DAY;
        for (long day = 0; home() && logs && period.longValue() == DAY && day < days; day++) {
            points.add(Map.of("Timestamp", from.plus(day, ChronoUnit.DAYS), "Sum", Seeds.BYTES_A_DAY, "Unit", "Bytes"));
        }
        return Map.of("Label", String.valueOf(input.get("MetricName")), "Datapoints", points);
    }
}
