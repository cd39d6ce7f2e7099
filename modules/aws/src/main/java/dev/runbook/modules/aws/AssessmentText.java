package dev.runbook.modules.aws;

import dev.runbook.modules.aws.CloudwatchAssessModule.AlarmRow;
import dev.runbook.modules.aws.CloudwatchAssessModule.DashboardRow;
import dev.runbook.modules.aws.CloudwatchAssessModule.MetricRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Tables for people. */
final class AssessmentText {
    private final StringBuilder text = new StringBuilder();

    static String size(long bytes) {
        String[] units = {"B", "KB", "MB", "GB", "TB"};
        double amount = bytes;
        int unit = 0;
        while (amount >= 1024 && unit < units.length - 1) {
            amount /= 1024;
            unit++;
        }
        return unit == 0 ? bytes + " B" : String.format(Locale.ROOT, "%.1f %s", amount, units[unit]);
    }

    void logGroups(List<LogGroup> groups) {
        List<List<String>> rows = new ArrayList<>();
        groups.forEach(group -> rows.add(List.of(group.name(), size(group.storedBytes()),
                group.retentionDays() == null ? "for ever" : group.retentionDays() + " days")));
        table("Log groups", List.of("NAME", "STORED", "KEPT"), rows);
    }

    void metrics(List<MetricRow> metrics) {
        List<List<String>> rows = new ArrayList<>();
        metrics.forEach(row -> rows.add(List.of(row.namespace(), row.metric(),
                row.silent() ? "silent" : Integer.toString(row.series()), String.join(", ", row.dimensions()),
                String.join(", ", row.usedBy()))));
        table("Metrics", List.of("NAMESPACE", "METRIC", "SERIES", "DIMENSIONS", "USED BY"), rows);
    }

    void alarms(List<AlarmRow> alarms) {
        List<List<String>> rows = new ArrayList<>();
        alarms.forEach(row -> rows.add(List.of(row.name(),
                row.metrics().isEmpty() ? row.kind() : String.join(", ", row.metrics()), row.condition(), row.state())));
        table("Alarms", List.of("NAME", "METRIC", "CONDITION", "STATE"), rows);
    }

    void dashboards(List<DashboardRow> dashboards) {
        List<List<String>> rows = new ArrayList<>();
        dashboards.forEach(row -> rows.add(
                List.of(row.name(), Integer.toString(row.widgets()), String.join(", ", row.metrics()))));
        table("Dashboards", List.of("NAME", "WIDGETS", "METRICS"), rows);
    }

    void costs(Map<String, Double> costs) {
        List<List<String>> rows = new ArrayList<>();
        costs.forEach((name, dollars) ->
                rows.add(List.of(name.replace('_', ' '), String.format(Locale.ROOT, "%8.2f", dollars))));
        table("Estimated cost a month", List.of("FOR", "     USD"), rows);
    }

    private void table(String title, List<String> head, List<List<String>> rows) {
        text.append(text.isEmpty() ? "" : "\n").append(title);
        if (rows.isEmpty()) {
            text.append(": none\n");
            return;
        }
        text.append('\n');
        List<List<String>> all = new ArrayList<>(List.of(head));
        all.addAll(rows);
        int[] widths = new int[head.size()];
        for (List<String> row : all) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        for (List<String> row : all) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                line.append("  ").append(row.get(i)).repeat(' ', widths[i] - row.get(i).length());
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
