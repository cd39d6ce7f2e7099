package dev.runbook.modules.aws.standin;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What CloudWatch has of the Flask application. */
final class Seeds {
    static final String DASHBOARD = "FlaskApp";
    static final double BYTES_A_DAY = 3_276_800;

    private static final Instant UPDATED = Instant.parse("2024-09-27T10:00:00Z");

    private Seeds() {}

    /** The series that had data in the last two weeks. */
    static List<Map<String, Object>> metrics() {
        List<Map<String, Object>> metrics = new ArrayList<>();
        for (String endpoint : List.of("/", "/data", "/error")) {
            for (String method : endpoint.equals("/data") ? List.of("GET", "POST") : List.of("GET")) {
                metrics.add(metric("FlaskApp", "EndpointLatency",
                        List.of(dimension("Endpoint", endpoint), dimension("Method", method))));
            }
        }
        for (String name : List.of("CPUUtilization", "NetworkIn", "NetworkOut")) {
            metrics.add(metric("AWS/EC2", name, List.of(dimension("InstanceId", "i-0a1b2c3d4e5f60718"))));
        }
        metrics.add(metric("AWS/Logs", "IncomingBytes", List.of()));
        metrics.add(metric("AWS/Logs", "IncomingBytes", List.of(dimension("LogGroupName", "flask-app"))));
        return metrics;
    }

    private static Map<String, Object> metric(String namespace, String name, List<Map<String, Object>> dimensions) {
        return Map.of("Namespace", namespace, "MetricName", name, "Dimensions", dimensions);
    }

    private static Map<String, Object> dimension(String name, String value) {
        return Map.of("Name", name, "Value", value);
    }

    private static Map<String, Object> alarm(String region, String name, String state) {
        Map<String, Object> alarm = new LinkedHashMap<>();
        alarm.put("AlarmName", name);
        alarm.put("AlarmArn", "arn:aws:cloudwatch:" + region + ":" + Account.NUMBER + ":alarm:" + name);
        alarm.put("ActionsEnabled", true);
        alarm.put("AlarmActions", List.of("arn:aws:sns:" + region + ":" + Account.NUMBER + ":oncall"));
        alarm.put("OKActions", List.of());
        alarm.put("InsufficientDataActions", List.of());
        alarm.put("StateValue", state);
        alarm.put("StateReason", "Threshold Crossed");
        alarm.put("StateUpdatedTimestamp", UPDATED);
        return alarm;
    }

    /** One on the latency, and one on a metric that has been silent for long. */
    static List<Map<String, Object>> alarms(String region) {
        Map<String, Object> latency = alarm(region, "flask-latency-high", "OK");
        latency.put("Namespace", "FlaskApp");
        latency.put("MetricName", "EndpointLatency");
        latency.put("Dimensions", List.of(dimension("Endpoint", "/"), dimension("Method", "GET")));
        latency.put("Statistic", "Average");
        latency.put("Period", 60);
        latency.put("EvaluationPeriods", 3);
        latency.put("DatapointsToAlarm", 2);
        latency.put("Threshold", 0.5);
        latency.put("ComparisonOperator", "GreaterThanThreshold");
        latency.put("TreatMissingData", "notBreaching");
        Map<String, Object> errors = alarm(region, "flask-errors", "INSUFFICIENT_DATA");
        errors.put("Namespace", "FlaskApp");
        errors.put("MetricName", "UnhandledExceptions");
        errors.put("Dimensions", List.of());
        errors.put("Statistic", "Sum");
        errors.put("Period", 300);
        errors.put("EvaluationPeriods", 1);
        errors.put("Threshold", 1.0);
        errors.put("ComparisonOperator", "GreaterThanOrEqualToThreshold");
        errors.put("TreatMissingData", "missing");
        return List.of(errors, latency);
    }

    static List<Map<String, Object>> composites(String region) {
        Map<String, Object> both = alarm(region, "flask-unhealthy", "OK");
        both.put("AlarmRule", "ALARM(\"flask-latency-high\") OR ALARM(\"flask-errors\")");
        return List.of(both);
    }

    /** The body of the dashboard: JSON in a text. */
    static String dashboard(String region) {
        return """
               {"widgets":[{"type":"metric","x":0,"y":0,"width":12,"height":6,"properties":{"view":"timeSeries",\
               "stat":"Average","period":60,"region":"REGION","title":"Endpoint latency","metrics":[["FlaskApp",\
               "EndpointLatency","Endpoint","/","Method","GET"],["...","/data",".","GET"],[".",".",".","/data",".","POST"]]}},\
               {"type":"text","x":12,"y":0,"width":12,"height":6,"properties":{"markdown":"# Flask app"}}]}\
               """.replace("REGION", region).strip();
    }
}
