package dev.runbook.modules.prometheus;

import dev.runbook.api.InvalidParameterException;
import dev.runbook.api.Module;
import dev.runbook.api.Param;
import dev.runbook.api.QueryModule;
import dev.runbook.api.Secret;
import dev.runbook.api.TaskFailedException;
import dev.runbook.api.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The module {@code prometheus_query}. */
@Module(
        name = "prometheus_query",
        summary = "Evaluates a PromQL expression, and checks what comes of it",
        description = {
            "Tries until the result is as expected or the time is over. Reads only, so it runs in check mode too; a result "
                    + "that earlier changes may still bring about is then unknown, not failed.",
            "A value that is NaN, such as the average of no requests, meets no expectation of `values`."
        },
        examples = {
            "prometheus_query: {query: 'up{job=\"node\"}', expect: {min_series: 3, values: \"== 1\"}, timeout: 60s}",
            "prometheus_query:\n  query: sum(rate(http_requests_total{code=~\"5..\"}[5m]))\n  expect: {values: \"< 0.1\"}",
            "prometheus_query: {query: 'ALERTS{alertstate=\"firing\"}', expect: {series: 0}}"
        })
public final class PrometheusQueryModule
        implements QueryModule<PrometheusQueryModule.Parameters, PrometheusQueryModule.Result> {
    private static final int SHOWN = 5;

    /** What is expected of a result. */
    public record Expectation(
            @Param("How many series there must be.") @Nullable Integer series,
            @Param("How many series there must be at least; 1 where nothing is said about their number.")
                    @Nullable Integer minSeries,
            @Param("How many series there may be.") @Nullable Integer maxSeries,
            @Param("What holds for the value of every series: an operator, `== != < <= > >=`, and a number.")
                    @Nullable String values) {
        public Expectation {
            if (series != null && (minSeries != null || maxSeries != null)) {
                throw new InvalidParameterException("series", "give either series, or min_series and max_series");
            }
            if (values != null) {
                Condition.parse(values);
            }
        }

        List<String> complaints(List<Questions.Sample> samples) {
            List<String> complaints = new ArrayList<>();
            int least = series != null ? series : minSeries != null ? minSeries : maxSeries != null ? 0 : 1;
            int most = series != null ? series : maxSeries != null ? maxSeries : Integer.MAX_VALUE;
            if (samples.size() < least || samples.size() > most) {
                String asked = least == most ? "" + least : samples.size() < least ? "at least " + least : "at most " + most;
                complaints.add((samples.isEmpty() ? "it has no series" : "it has " + samples.size() + " series") + " instead of "
                        + asked);
            }
            if (values != null) {
                Condition condition = Condition.parse(values);
                samples.stream().filter(sample -> !condition.holds(sample.value())).limit(SHOWN)
                        .forEach(sample -> complaints.add(sample + " is not " + values));
            }
            return complaints;
        }
    }

    /** Parameters of {@code prometheus_query}. */
    public record Parameters(
            @Param(value = "The expression, in PromQL.", aliases = "expr") String query,
            @Param("What the result must be. Left out, any result will do, also none.") @Nullable Expectation expect,
            @Param("When to evaluate it: RFC 3339 or seconds since 1970. Left out, now.") @Nullable String time,
            @Param(value = "For how long to try.", defaultValue = "0s") Duration timeout,
            @Param(value = "How long to wait between tries.", defaultValue = "2s") Duration interval,
            @Param(value = Server.URL, defaultValue = "http://localhost:9090") String url,
            @Param(Server.USER) @Nullable String user,
            @Param(Server.PASSWORD) @Nullable Secret password) {
        public Parameters {
            new Server(url, user, password);
            if (query.isBlank()) {
                throw new InvalidParameterException("query", "must not be empty");
            }
            if (timeout.isNegative() || interval.isNegative() || interval.isZero()) {
                throw new InvalidParameterException("timeout", "timeout must not be negative, and interval be positive");
            }
        }

        Server server() {
            return new Server(url, user, password);
        }
    }

    /**
     * What {@code register} sees.
     *
     * @param value of the one series there is; null where there is another number of them
     * @param attempts how often it was tried
     */
    public record Result(@Nullable Double value, List<Series> series, int count, int attempts) {}

    /** @param time seconds since 1970 */
    public record Series(Map<String, String> labels, double value, double time) {}

    private record Condition(String operator, double number) {
        static Condition parse(String text) {
            var parts = java.util.regex.Pattern.compile("\\s*(==|!=|<=|>=|<|>)\\s*(\\S+)\\s*").matcher(text);
            try {
                if (parts.matches()) {
                    return new Condition(parts.group(1), Questions.Instant.number(parts.group(2)));
                }
            } catch (NumberFormatException e) {
                // complained about below
            }
            throw new InvalidParameterException(
                    "expect", "cannot judge values by \"" + text + "\": expected an operator and a number",
                    "Example: `values: \">= 1\"`");
        }

        boolean holds(double value) {
            return !Double.isNaN(value) && switch (operator) {
                case "==" -> value == number;
                case "!=" -> value != number;
                case "<" -> value < number;
                case "<=" -> value <= number;
                case ">" -> value > number;
                default -> value >= number;
            };
        }
    }

    @Override
    public Result query(Parameters parameters, World world) {
        Questions.Instant question = new Questions.Instant(parameters.server(), parameters.query(), parameters.time());
        World.Waited<Questions.Result> waited = world.await(
                question, answer -> complaints(parameters, answer).isEmpty(), parameters.timeout(), parameters.interval());
        List<Questions.Sample> samples = waited.answer().samples() == null ? List.of() : waited.answer().samples();
        Result result = new Result(
                samples.size() == 1 ? samples.getFirst().value() : null,
                samples.stream().map(sample -> new Series(sample.labels(), sample.value(), sample.time())).toList(),
                samples.size(),
                waited.attempts());
        if (!waited.satisfied()) {
            throw new TaskFailedException(
                    parameters.query().strip() + ": " + String.join("; ", complaints(parameters, waited.answer()))
                            + (waited.attempts() == 1 ? "" : " (" + waited.attempts() + " tries in "
                                    + Math.round(waited.elapsed().toMillis() / 1000.0) + " s)"),
                    result,
                    samples.isEmpty() && waited.answer().problem().isEmpty()
                            ? List.of("A query has no series where nothing has these names and labels: try its parts by themselves.")
                            : List.of());
        }
        return result;
    }

    private static List<String> complaints(Parameters parameters, Questions.Result answer) {
        if (answer.samples() == null) {
            return List.of(answer.problem());
        }
        return parameters.expect() == null ? List.of() : parameters.expect().complaints(answer.samples());
    }
}
