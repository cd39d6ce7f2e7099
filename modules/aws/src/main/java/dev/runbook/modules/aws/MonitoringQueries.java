package dev.runbook.modules.aws;

import dev.runbook.api.ServiceQuery;
import dev.runbook.api.Services;
import dev.runbook.modules.aws.sdk.MetricsCalls;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is asked of CloudWatch. */
final class MonitoringQueries {
    private MonitoringQueries() {}

    /** The series of a namespace, or of all; those without data in the last two weeks are not among them. */
    record AllSeries(Account account, @Nullable String namespace) implements ServiceQuery<List<Monitoring.Series>> {
        @Override
        public String describe() {
            return "the metrics" + (namespace == null ? "" : " in " + namespace);
        }

        @Override
        public List<Monitoring.Series> fetch(Services services) throws IOException, InterruptedException {
            services.progress("reading " + describe());
            return List.copyOf(MetricsCalls.series(services, account, namespace));
        }
    }

    /** All alarms. */
    record AllAlarms(Account account) implements ServiceQuery<Monitoring.Alarms> {
        @Override
        public String describe() {
            return "the alarms";
        }

        @Override
        public Monitoring.Alarms fetch(Services services) throws IOException, InterruptedException {
            return MetricsCalls.alarms(services, account);
        }
    }

    /** All dashboards. */
    record AllDashboards(Account account) implements ServiceQuery<List<Monitoring.Dashboard>> {
        @Override
        public String describe() {
            return "the dashboards";
        }

        @Override
        public List<Monitoring.Dashboard> fetch(Services services) throws IOException, InterruptedException {
            return List.copyOf(MetricsCalls.dashboards(services, account));
        }
    }

    /** How many bytes of logs came in in the last days. */
    record Ingested(Account account, int days) implements ServiceQuery<Long> {
        @Override
        public String describe() {
            return "how many logs came in";
        }

        @Override
        public Long fetch(Services services) throws IOException, InterruptedException {
            Instant now = Instant.now().truncatedTo(ChronoUnit.HOURS);
            return MetricsCalls.ingested(services, account, now.minus(days, ChronoUnit.DAYS), now);
        }
    }
}
