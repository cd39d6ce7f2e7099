package dev.runbook.modules.aws.sdk;

import dev.runbook.api.Services;
import dev.runbook.modules.aws.Account;
import dev.runbook.modules.aws.Monitoring;
import dev.runbook.modules.aws.Monitoring.Series;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.AlarmType;
import software.amazon.awssdk.services.cloudwatch.model.CompositeAlarm;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;

/** Calls to CloudWatch, without any type of the SDK in what others see. */
public final class MetricsCalls {
    private static final int DAY = 86400;

    private MetricsCalls() {}

    /** The series that had data in the last two weeks; AWS lists no others. */
    public static List<Series> series(Services services, Account account, @Nullable String namespace)
            throws IOException, InterruptedException {
        CloudWatchClient metrics = Clients.metrics(services, account);
        return Calls.call("cloudwatch:ListMetrics", "list the metrics", () -> {
            List<Series> series = new ArrayList<>();
            metrics.listMetricsPaginator(request -> request.namespace(namespace))
                    .metrics()
                    .forEach(metric -> series.add(
                            new Series(metric.namespace(), metric.metricName(), dimensions(metric.dimensions()))));
            return series;
        });
    }

    /** All alarms. Where composite alarms are not known, the others. */
    public static Monitoring.Alarms alarms(Services services, Account account) throws IOException, InterruptedException {
        CloudWatchClient metrics = Clients.metrics(services, account);
        return Calls.call("cloudwatch:DescribeAlarms", "read the alarms", () -> {
            try {
                return new Monitoring.Alarms(alarms(metrics, AlarmType.METRIC_ALARM, AlarmType.COMPOSITE_ALARM), null);
            } catch (AwsServiceException e) {
                if (e.statusCode() < 500 && !Calls.code(e).matches("(Invalid|Validation).*")) {
                    throw e;
                }
                return new Monitoring.Alarms(
                        alarms(metrics), "composite alarms could not be read: " + Calls.code(e));
            }
        });
    }

    private static List<Monitoring.Alarm> alarms(CloudWatchClient metrics, AlarmType... types) {
        List<Monitoring.Alarm> alarms = new ArrayList<>();
        metrics.describeAlarmsPaginator(request -> {
            if (types.length > 0) {
                request.alarmTypes(types);
            }
        }).forEach(page -> {
            page.metricAlarms().forEach(alarm -> alarms.add(metric(alarm)));
            page.compositeAlarms().forEach(alarm -> alarms.add(composite(alarm)));
        });
        return alarms;
    }

    private static Monitoring.Alarm metric(MetricAlarm alarm) {
        List<Series> watched = new ArrayList<>();
        if (alarm.metricName() != null) {
            watched.add(new Series(alarm.namespace(), alarm.metricName(), dimensions(alarm.dimensions())));
        }
        int period = Objects.requireNonNullElse(alarm.period(), 0);
        for (var query : alarm.metrics()) {
            if (query.metricStat() != null) {
                var stat = query.metricStat();
                watched.add(new Series(stat.metric().namespace(), stat.metric().metricName(),
                        dimensions(stat.metric().dimensions())));
                period = period == 0 ? Objects.requireNonNullElse(stat.period(), 0) : period;
            }
        }
        String of = alarm.statistic() != null ? alarm.statisticAsString()
                : alarm.extendedStatistic() != null ? alarm.extendedStatistic() : "expression";
        String threshold = alarm.threshold() == null ? "" : " " + number(alarm.threshold());
        int periods = Objects.requireNonNullElse(alarm.evaluationPeriods(), 1);
        int needed = Objects.requireNonNullElse(alarm.datapointsToAlarm(), periods);
        String condition = of + " " + operator(alarm.comparisonOperatorAsString()) + threshold + ", " + needed + " of "
                + periods + " periods of " + period + " s";
        return new Monitoring.Alarm(alarm.alarmName(), "metric", condition, String.valueOf(alarm.stateValueAsString()),
                watched, period, Boolean.TRUE.equals(alarm.actionsEnabled()), alarm.alarmActions());
    }

    private static String operator(@Nullable String name) {
        return switch (String.valueOf(name)) {
            case "GreaterThanThreshold" -> ">";
            case "GreaterThanOrEqualToThreshold" -> ">=";
            case "LessThanThreshold" -> "<";
            case "LessThanOrEqualToThreshold" -> "<=";
            default -> String.valueOf(name);
        };
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15 ? Long.toString((long) value) : Double.toString(value);
    }

    private static Monitoring.Alarm composite(CompositeAlarm alarm) {
        return new Monitoring.Alarm(alarm.alarmName(), "composite", alarm.alarmRule(),
                String.valueOf(alarm.stateValueAsString()), List.of(), 0, Boolean.TRUE.equals(alarm.actionsEnabled()),
                alarm.alarmActions());
    }

    /** All dashboards with what they show. */
    public static List<Monitoring.Dashboard> dashboards(Services services, Account account)
            throws IOException, InterruptedException {
        CloudWatchClient metrics = Clients.metrics(services, account);
        List<String> names = Calls.call("cloudwatch:ListDashboards", "list the dashboards", () -> {
            List<String> found = new ArrayList<>();
            metrics.listDashboardsPaginator().dashboardEntries().forEach(entry -> found.add(entry.dashboardName()));
            return found;
        });
        List<Monitoring.Dashboard> dashboards = new ArrayList<>();
        for (String name : names) {
            dashboards.add(Calls.call("cloudwatch:GetDashboard", "read the dashboard " + name, () -> new Monitoring.Dashboard(
                    name, metrics.getDashboard(request -> request.dashboardName(name)).dashboardBody())));
        }
        return dashboards;
    }

    /** How many bytes of logs came in from a time on, in all log groups, as CloudWatch counts them for the bill. */
    public static long ingested(Services services, Account account, Instant from, Instant to)
            throws IOException, InterruptedException {
        CloudWatchClient metrics = Clients.metrics(services, account);
        return Calls.call("cloudwatch:GetMetricStatistics", "read how many logs come in", () -> (long) metrics
                .getMetricStatistics(request -> request.namespace("AWS/Logs")
                        .metricName("IncomingBytes")
                        .startTime(from)
                        .endTime(to)
                        .period(DAY)
                        .statistics(Statistic.SUM))
                .datapoints().stream()
                .mapToDouble(point -> Objects.requireNonNullElse(point.sum(), 0.0))
                .sum());
    }

    private static Map<String, String> dimensions(List<Dimension> dimensions) {
        Map<String, String> named = new TreeMap<>();
        dimensions.forEach(dimension -> named.put(dimension.name(), dimension.value()));
        return named;
    }
}
