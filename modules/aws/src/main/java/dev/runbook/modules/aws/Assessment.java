package dev.runbook.modules.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.runbook.modules.aws.CloudwatchAssessModule.AlarmRow;
import dev.runbook.modules.aws.CloudwatchAssessModule.DashboardRow;
import dev.runbook.modules.aws.CloudwatchAssessModule.MetricRow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Counts what CloudWatch has. Pure. */
final class Assessment {
    /** Metrics by name, with what is known of each. */
    private final Map<String, Found> metrics = new TreeMap<>();
    private final List<String> notes = new ArrayList<>();

    private static final class Found {
        final String namespace;
        final String metric;
        final Set<String> dimensions = new TreeSet<>();
        final Set<String> usedBy = new LinkedHashSet<>();
        int series;

        Found(String namespace, String metric) {
            this.namespace = namespace;
            this.metric = metric;
        }
    }

    private Found found(String namespace, String metric) {
        return metrics.computeIfAbsent(namespace + "\t" + metric, key -> new Found(namespace, metric));
    }

    void series(List<Monitoring.Series> all) {
        for (Monitoring.Series series : new LinkedHashSet<>(all)) {
            Found found = found(series.namespace(), series.metric());
            found.series++;
            found.dimensions.addAll(series.dimensions().keySet());
        }
    }

    List<AlarmRow> alarms(List<Monitoring.Alarm> alarms) {
        List<AlarmRow> rows = new ArrayList<>();
        for (Monitoring.Alarm alarm : alarms) {
            List<String> watched = new ArrayList<>();
            for (Monitoring.Series series : alarm.metrics()) {
                Found found = found(series.namespace(), series.metric());
                found.usedBy.add("alarm " + alarm.name());
                found.dimensions.addAll(series.dimensions().keySet());
                watched.add(series.namespace() + "/" + series.metric());
            }
            rows.add(new AlarmRow(alarm.name(), alarm.kind(), watched, alarm.condition(), alarm.state(),
                    alarm.actionsEnabled(), alarm.actions()));
        }
        return rows;
    }

    List<DashboardRow> dashboards(List<Monitoring.Dashboard> dashboards) {
        List<DashboardRow> rows = new ArrayList<>();
        for (Monitoring.Dashboard dashboard : dashboards) {
            JsonNode widgets = body(dashboard).path("widgets");
            Set<String> shown = new LinkedHashSet<>();
            for (JsonNode widget : widgets) {
                names(widget.path("properties").path("metrics"), shown);
            }
            for (String name : shown) {
                int slash = name.lastIndexOf('/');
                found(name.substring(0, slash), name.substring(slash + 1)).usedBy.add("dashboard " + dashboard.name());
            }
            rows.add(new DashboardRow(dashboard.name(), widgets.size(), List.copyOf(shown)));
        }
        return rows;
    }

    private JsonNode body(Monitoring.Dashboard dashboard) {
        try {
            return new ObjectMapper().readTree(dashboard.body());
        } catch (JsonProcessingException e) {
            notes.add("the dashboard " + dashboard.name() + " is no JSON and was not read");
            return new ObjectMapper().createObjectNode();
        }
    }

    /** In rows of metrics {@code "."} repeats the field above, and {@code "..."} all fields above but the last ones. */
    private static void names(JsonNode rows, Set<String> names) {
        String namespace = "";
        String metric = "";
        for (JsonNode row : rows) {
            String first = row.path(0).asText();
            if (first.isEmpty()) {
                continue; // an expression
            }
            if (!first.equals("...")) {
                namespace = first.equals(".") ? namespace : first;
                String second = row.path(1).asText();
                metric = second.equals(".") ? metric : second;
            }
            if (!namespace.isEmpty() && !metric.isEmpty()) {
                names.add(namespace + "/" + metric);
            }
        }
    }

    /** Those in the namespaces; all where there are none. */
    List<MetricRow> metrics(List<String> namespaces) {
        List<MetricRow> rows = new ArrayList<>();
        for (Found found : metrics.values()) {
            if (namespaces.isEmpty() || namespaces.contains(found.namespace)) {
                rows.add(new MetricRow(found.namespace, found.metric, found.series, List.copyOf(found.dimensions),
                        found.series == 0, List.copyOf(found.usedBy)));
            }
        }
        return rows;
    }

    List<String> notes(List<MetricRow> metrics, @Nullable String partial) {
        long silent = metrics.stream().filter(MetricRow::silent).count();
        if (silent > 0) {
            notes.add(silent + (silent == 1 ? " metric" : " metrics")
                    + " had no data for two weeks; AWS lists such metrics no more, alarms and dashboards name them");
        }
        if (partial != null) {
            notes.add(partial);
        }
        return notes;
    }

    /**
     * What it costs a month.
     *
     * @param ingestedBytes a month
     */
    static Map<String, Double> costs(
            Prices prices,
            List<LogGroup> groups,
            long ingestedBytes,
            List<MetricRow> metrics,
            List<Monitoring.Alarm> alarms,
            int dashboards) {
        double gigabyte = 1024.0 * 1024 * 1024;
        long stored = groups.stream().mapToLong(LogGroup::storedBytes).sum();
        // What AWS's own services report is free; what others send is not.
        int custom = metrics.stream().filter(row -> !row.namespace().startsWith("AWS/")).mapToInt(MetricRow::series).sum();
        double alarmed = 0;
        for (Monitoring.Alarm alarm : alarms) {
            boolean fast = alarm.period() > 0 && alarm.period() < 60;
            alarmed += alarm.kind().equals("composite")
                    ? prices.compositeAlarm()
                    : Math.max(1, alarm.metrics().size()) * (fast ? prices.highResolutionAlarm() : prices.alarm());
        }
        Map<String, Double> costs = new LinkedHashMap<>();
        costs.put("log_storage", cents(stored / gigabyte * prices.logStorage()));
        costs.put("log_ingestion", cents(ingestedBytes / gigabyte * prices.logIngestion()));
        costs.put("custom_metrics", cents(custom * prices.metric()));
        costs.put("alarms", cents(alarmed));
        costs.put("dashboards", cents(Math.max(0, dashboards - prices.freeDashboards()) * prices.dashboard()));
        costs.put("total", cents(costs.values().stream().mapToDouble(Double::doubleValue).sum()));
        return costs;
    }

    private static double cents(double dollars) {
        return Math.round(dollars * 100) / 100.0;
    }
}
