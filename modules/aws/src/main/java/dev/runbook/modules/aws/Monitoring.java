package dev.runbook.modules.aws;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What CloudWatch has, as its calls give it. */
public final class Monitoring {
    private Monitoring() {}

    /** One series of a metric. */
    public record Series(String namespace, String metric, Map<String, String> dimensions) {}

    /**
     * An alarm.
     *
     * @param kind {@code composite} for one that watches other alarms
     * @param condition in words: {@code Average > 0.5, 2 of 3 periods of 60 s}; the rule of a composite alarm
     * @param metrics the series that it watches
     * @param period in seconds; 0 for a composite one
     * @param actions whom it tells, as ARNs
     */
    public record Alarm(
            String name,
            String kind,
            String condition,
            String state,
            List<Series> metrics,
            int period,
            boolean actionsEnabled,
            List<String> actions) {}

    /** @param partial what could not be read, or null */
    public record Alarms(List<Alarm> alarms, @Nullable String partial) {}

    /** @param body JSON */
    public record Dashboard(String name, String body) {}
}
