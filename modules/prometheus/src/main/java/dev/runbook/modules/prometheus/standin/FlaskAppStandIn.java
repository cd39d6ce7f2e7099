package dev.runbook.modules.prometheus.standin;

import dev.runbook.api.simulated.Machine;
import dev.runbook.api.simulated.StandIn;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Stands for the guide's Flask application as the unit {@code flask-app}: it answers on the port that its text names, and
 * has metrics once its text creates {@code PrometheusMetrics}. They have the names that prometheus_flask_exporter 0.23.2
 * gives them.
 */
public final class FlaskAppStandIn implements StandIn {
    private static final List<String> UNITS =
            List.of("/etc/systemd/system/flask-app.service", "/usr/lib/systemd/system/flask-app.service");
    private static final Pattern PROGRAM = Pattern.compile("(?m)^ExecStart=.*?(/\\S+\\.py)\\b");
    private static final Pattern PORT = Pattern.compile("port\\s*=\\s*(\\d+)");
    private static final Pattern METRICS = Pattern.compile("(?m)^\\s*\\w+\\s*=\\s*PrometheusMetrics\\(\\s*app\\b");
    private static final String EXPOSED =
            """
            # HELP flask_http_request_duration_seconds Flask HTTP request duration in seconds
            # TYPE flask_http_request_duration_seconds histogram
            flask_http_request_duration_seconds_bucket{le="0.1",method="GET",status="200",url_rule="/"} 41.0
            flask_http_request_duration_seconds_bucket{le="+Inf",method="GET",status="200",url_rule="/"} 42.0
            flask_http_request_duration_seconds_count{method="GET",status="200",url_rule="/"} 42.0
            flask_http_request_duration_seconds_sum{method="GET",status="200",url_rule="/"} 1.26
            # HELP flask_http_request_total Total number of HTTP requests
            # TYPE flask_http_request_total counter
            flask_http_request_total{method="GET",status="200"} 42.0
            """;

    @Override
    public String name() {
        return "Flask application";
    }

    @Override
    public List<String> addresses() {
        return List.of();
    }

    @Override
    public String unit() {
        return "flask-app";
    }

    @Override
    public Service start(@Nullable Machine machine) {
        return new Service() {
            @Override
            public boolean listens(int port) {
                Matcher written = PORT.matcher(text());
                return port == (written.find() ? Integer.parseInt(written.group(1)) : 5000);
            }

            @Override
            public Reply answer(Request request) {
                if (request.path().equals("/metrics") && METRICS.matcher(text()).find()) {
                    return Reply.text(200, EXPOSED);
                }
                return request.path().equals("/") ? Reply.text(200, "Hello\n") : Reply.text(404, "Not Found");
            }

            /** What the unit runs. As in life a change of it counts after a restart only; here it counts at once. */
            private String text() {
                if (machine == null) {
                    return "";
                }
                for (String unit : UNITS) {
                    Matcher program = PROGRAM.matcher(read(machine, unit));
                    if (program.find()) {
                        return read(machine, program.group(1));
                    }
                }
                return "";
            }
        };
    }

    private static String read(Machine machine, String path) {
        byte[] bytes = machine.read(path);
        return bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
    }
}
