package dev.runbook.modules.prometheus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runbook.api.TaskFailedException;
import dev.runbook.testkit.ModuleContract;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PrometheusQueryModuleTest {
    private final Monitored monitored = new Monitored();
    private final ModuleContract contract = monitored.contract(new PrometheusQueryModule());

    @BeforeEach
    void scraped() {
        monitored.write("/etc/prometheus/targets.d/flask_app.json",
                "[{\"targets\":[\"localhost:80\"],\"labels\":{\"job\":\"flask_app\"}}]");
        monitored.get("http://localhost:9090/api/v1/targets");
    }

    @AfterEach
    void close() {
        monitored.close();
    }

    private Object value(String query) {
        return contract.answers("prometheus_query:\n  query: " + query).result().get("value");
    }

    private TaskFailedException fails(String task) {
        return assertThrows(TaskFailedException.class, () -> contract.answers("prometheus_query: " + task));
    }

    @Test
    void isDocumented() {
        contract.documented();
    }

    @Test
    void answers() {
        assertEquals(2.0, value("1+1"));
        assertEquals(1.0, value("up{job=\"flask_app\"}"));
        assertEquals(2.0, value("sum(up)"));
        assertEquals(42.0 / 300, value("sum by (method) (rate(flask_http_request_total[5m]))"));
        assertEquals(0.03, (double) value("""
                >-
                    sum by (url_rule) (rate(flask_http_request_duration_seconds_sum{job="flask_app"}[5m]))
                    / sum by (url_rule) (rate(flask_http_request_duration_seconds_count{job="flask_app"}[5m]))"""), 1e-9);
    }

    @Test
    void expectationsAreJudged() {
        contract.answers("prometheus_query: {query: up, expect: {series: 2, values: == 1}}");
        contract.answers("prometheus_query: {query: 'up{job=\"none\"}', expect: {series: 0}}");
        contract.answers("prometheus_query: {query: 'up{job=\"none\"}'}");
        assertEquals("http_requests_total: it has no series instead of at least 1",
                fails("{query: http_requests_total, expect: {values: '> 0'}}").getMessage());
        assertEquals("up: it has 2 series instead of at most 1", fails("{query: up, expect: {max_series: 1}}").getMessage());
        assertTrue(fails("{query: up, expect: {values: '< 1'}}").getMessage().contains("job=\"flask_app\"} 1.0 is not < 1"));
        assertTrue(fails("{query: '0 / (up - 1)', expect: {values: '>= 0'}}").getMessage().contains("NaN is not >= 0"));
    }

    @Test
    void complaintsOfTheServerAreSaid() {
        assertTrue(fails("{query: 'sum(up'}").getMessage().startsWith("Prometheus refuses: invalid parameter \"query\""));
        assertTrue(fails("{query: up, url: 'http://localhost:80', timeout: 1s}").getMessage()
                .contains("what answers at http://localhost:80 is not Prometheus: HTTP status 404"));
        assertEquals("up: http://localhost:9099 does not answer: connection refused",
                fails("{query: up, url: 'http://localhost:9099'}").getMessage());
    }

    @Test
    void whatCannotBeJudgedIsRefused() {
        for (String[] wrong : List.of(
                new String[] {"{query: up, expect: {values: 1}}", "expected an operator and a number"},
                new String[] {"{query: up, expect: {series: 1, min_series: 1}}", "give either series"},
                new String[] {"{query: up, url: localhost}", "expected an address such as http://localhost:9090"})) {
            String message = contract.refuses("prometheus_query: " + wrong[0]);
            assertTrue(message.contains(wrong[1]), message);
        }
    }
}
