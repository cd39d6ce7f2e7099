package dev.runbook.modules.aws;

import dev.runbook.api.Module;
import dev.runbook.api.Param;
import dev.runbook.api.QueryModule;
import dev.runbook.api.Secret;
import dev.runbook.api.World;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The module {@code cloudwatch_assess}. */
@Module(
        name = "cloudwatch_assess",
        summary = "Lists what CloudWatch collects, watches and shows in a region, and estimates what it costs",
        description = {
            "Log groups with their size and retention, metrics by namespace, alarms, dashboards, and an estimate of what"
                    + " they cost a month: as data, and as `table`, a text for people.",
            "AWS does not list metrics that were silent for two weeks. Those that alarms and dashboards name are added and"
                    + " marked `silent`.",
            "The estimate multiplies what is there by unit prices, which are parameters; the free tier, volume discounts"
                    + " and what queries and exports cost are left out. Logs taken in are counted over the last 14 days."
        },
        formerNames = {"cloudwatch_info", "cloudwatch_facts"},
        examples = {
            "- cloudwatch_assess: {region: us-west-2}\n  register: cloudwatch",
            "cloudwatch_assess:\n  region: us-west-2\n  log_groups: [/flask]\n  namespaces: [FlaskApp]\n  prices: {log_storage: 0.0324}"
        },
        controllerOnly = true)
public final class CloudwatchAssessModule
        implements QueryModule<CloudwatchAssessModule.Parameters, CloudwatchAssessModule.Found> {
    private static final int DAYS = 14;
    private static final double MONTH = 30.4;

    /** Parameters of {@code cloudwatch_assess}. */
    public record Parameters(
            @Param(value = "What the names of log groups begin with. Left out, all are listed.", aliases = "prefixes")
                    List<String> logGroups,
            @Param("The namespaces whose metrics are listed, such as `FlaskApp` and `AWS/EC2`. Left out, all are listed.")
                    List<String> namespaces,
            @Param("Unit prices in US dollars, where yours are not AWS's published ones of us-east-1.") @Nullable Prices prices,
            @Param(AccountTexts.REGION) @Nullable String region,
            @Param(AccountTexts.PROFILE) @Nullable String profile,
            @Param(AccountTexts.ACCESS_KEY) @Nullable Secret accessKey,
            @Param(AccountTexts.SECRET_KEY) @Nullable Secret secretKey,
            @Param(AccountTexts.SESSION_TOKEN) @Nullable Secret sessionToken,
            @Param(AccountTexts.ENDPOINT) @Nullable String endpoint) {
        public Parameters {
            logGroups = List.copyOf(logGroups);
            namespaces = List.copyOf(namespaces);
            new Account(region, profile, accessKey, secretKey, sessionToken, endpoint);
        }

        Account account() {
            return new Account(region, profile, accessKey, secretKey, sessionToken, endpoint);
        }
    }

    /**
     * What {@code register} sees.
     *
     * @param account its number
     * @param ingestedBytes of logs in a month, estimated from the last 14 days
     * @param costs in US dollars a month, by kind, and the total
     * @param notes what is not in the numbers
     * @param table all of it as text
     */
    public record Found(
            String account,
            String region,
            List<LogGroup> logGroups,
            long storedBytes,
            long ingestedBytes,
            List<MetricRow> metrics,
            List<AlarmRow> alarms,
            List<DashboardRow> dashboards,
            Map<String, Double> costs,
            List<String> notes,
            String table) {}

    /**
     * A metric.
     *
     * @param series how many there are of it: one for each combination of dimensions
     * @param dimensions their names
     * @param silent whether it had no data for two weeks
     * @param usedBy the alarms and dashboards that name it
     */
    public record MetricRow(
            String namespace, String metric, int series, List<String> dimensions, boolean silent, List<String> usedBy) {}

    /** An alarm. */
    public record AlarmRow(
            String name,
            String kind,
            List<String> metrics,
            String condition,
            String state,
            boolean actionsEnabled,
            List<String> actions) {}

    /** A dashboard. */
    public record DashboardRow(String name, int widgets, List<String> metrics) {}

    @Override
    public Found query(Parameters parameters, World world) {
        Account account = parameters.account();
        Prices prices = parameters.prices() == null ? Prices.PUBLISHED : parameters.prices();
        String number = world.ask(new StorageQueries.AccountNumber(account));
        List<LogGroup> groups = logGroups(parameters, account, world);
        long ingested = (long) (world.ask(new MonitoringQueries.Ingested(account, DAYS)) * MONTH / DAYS);
        var assessment = new Assessment();
        assessment.series(series(parameters, account, world));
        Monitoring.Alarms found = world.ask(new MonitoringQueries.AllAlarms(account));
        List<AlarmRow> alarms = assessment.alarms(found.alarms());
        List<DashboardRow> dashboards = assessment.dashboards(world.ask(new MonitoringQueries.AllDashboards(account)));
        List<MetricRow> metrics = assessment.metrics(parameters.namespaces());
        List<String> notes = new ArrayList<>(assessment.notes(metrics, found.partial()));
        Map<String, Double> costs =
                Assessment.costs(prices, groups, ingested, metrics, found.alarms(), dashboards.size());
        String region = world.ask(new StorageQueries.Region(account));
        return new Found(number, region, groups, groups.stream().mapToLong(LogGroup::storedBytes).sum(), ingested, metrics,
                alarms, dashboards, costs, notes, table(groups, metrics, alarms, dashboards, costs, notes));
    }

    private static List<LogGroup> logGroups(Parameters parameters, Account account, World world) {
        Set<LogGroup> groups = new LinkedHashSet<>();
        for (String prefix : parameters.logGroups().isEmpty() ? List.of("") : parameters.logGroups()) {
            groups.addAll(world.ask(new LogQueries.LogGroups(account, prefix)));
        }
        return List.copyOf(groups);
    }

    private static List<Monitoring.Series> series(Parameters parameters, Account account, World world) {
        if (parameters.namespaces().isEmpty()) {
            return world.ask(new MonitoringQueries.AllSeries(account, null));
        }
        List<Monitoring.Series> all = new ArrayList<>();
        for (String namespace : parameters.namespaces()) {
            all.addAll(world.ask(new MonitoringQueries.AllSeries(account, namespace)));
        }
        return all;
    }

    private static String table(
            List<LogGroup> groups,
            List<MetricRow> metrics,
            List<AlarmRow> alarms,
            List<DashboardRow> dashboards,
            Map<String, Double> costs,
            List<String> notes) {
        var text = new AssessmentText();
        text.logGroups(groups);
        text.metrics(metrics);
        text.alarms(alarms);
        text.dashboards(dashboards);
        text.costs(costs);
        StringBuilder table = new StringBuilder(text.toString());
        notes.forEach(note -> table.append("Note: ").append(note).append(".\n"));
        return table.toString();
    }
}
