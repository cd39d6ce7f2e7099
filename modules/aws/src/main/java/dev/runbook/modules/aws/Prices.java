package dev.runbook.modules.aws;

import dev.runbook.api.InvalidParameterException;
import dev.runbook.api.Param;

/** What CloudWatch costs, in US dollars a month. The defaults are AWS's published prices of us-east-1, without the free tier. */
public record Prices(
        @Param(value = "One GB of logs kept for a month.", defaultValue = "0.03") double logStorage,
        @Param(value = "One GB of logs taken in.", defaultValue = "0.50") double logIngestion,
        @Param(value = "One series of a custom metric.", defaultValue = "0.30") double metric,
        @Param(value = "One alarm on a metric, for each metric that it watches.", defaultValue = "0.10") double alarm,
        @Param(value = "One such alarm with a period below 60 s.", defaultValue = "0.30") double highResolutionAlarm,
        @Param(value = "One composite alarm.", defaultValue = "0.50") double compositeAlarm,
        @Param(value = "One dashboard.", defaultValue = "3.00") double dashboard,
        @Param(value = "How many dashboards cost nothing.", defaultValue = "3") int freeDashboards) {
    static final Prices PUBLISHED = new Prices(0.03, 0.50, 0.30, 0.10, 0.30, 0.50, 3.00, 3);

    public Prices {
        if (logStorage < 0 || logIngestion < 0 || metric < 0 || alarm < 0 || highResolutionAlarm < 0 || compositeAlarm < 0
                || dashboard < 0 || freeDashboards < 0) {
            throw new InvalidParameterException("prices", "a price is not negative");
        }
    }
}
