package dev.runbook.modules.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runbook.api.simulated.StandIn;
import dev.runbook.testkit.ModuleContract;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("unchecked")
class CloudwatchAssessModuleTest {
    private final AwsTest aws = new AwsTest();
    private final ModuleContract contract = aws.contract(new CloudwatchAssessModule());

    @AfterEach
    void close() {
        aws.close();
    }

    private Map<String, Object> found(String task) {
        return (Map<String, Object>) (Map<?, ?>) contract.answers(task).result();
    }

    @Test
    void isDocumented() {
        contract.documented();
    }

    @Test
    void showsTheAccountAsATable() {
        Map<String, Object> found = found("cloudwatch_assess: {region: us-west-2}");
        assertEquals(
                """
                Log groups
                  NAME                    STORED   KEPT
                  /aws/lambda/thumbnails  1.1 MB   30 days
                  flask-app               46.0 MB  for ever

                Metrics
                  NAMESPACE  METRIC               SERIES  DIMENSIONS        USED BY
                  AWS/EC2    CPUUtilization       1       InstanceId
                  AWS/EC2    NetworkIn            1       InstanceId
                  AWS/EC2    NetworkOut           1       InstanceId
                  AWS/Logs   IncomingBytes        2       LogGroupName
                  FlaskApp   EndpointLatency      4       Endpoint, Method  alarm flask-latency-high, dashboard FlaskApp
                  FlaskApp   UnhandledExceptions  silent                    alarm flask-errors

                Alarms
                  NAME                METRIC                        CONDITION                                             STATE
                  flask-errors        FlaskApp/UnhandledExceptions  Sum >= 1, 1 of 1 periods of 300 s                     INSUFFICIENT_DATA
                  flask-latency-high  FlaskApp/EndpointLatency      Average > 0.5, 2 of 3 periods of 60 s                 OK
                  flask-unhealthy     composite                     ALARM("flask-latency-high") OR ALARM("flask-errors")  OK

                Dashboards
                  NAME      WIDGETS  METRICS
                  FlaskApp  2        FlaskApp/EndpointLatency

                Estimated cost a month
                  FOR                  USD
                  log storage         0.00
                  log ingestion       0.05
                  custom metrics      1.20
                  alarms              0.70
                  dashboards          0.00
                  total               1.95
                Note: 1 metric had no data for two weeks; AWS lists such metrics no more, alarms and dashboards name them.
                """,
                found.get("table"));
        assertEquals("123456789012", found.get("account"));
    }

    @Test
    void filtersAndPricesAreYours() {
        Map<String, Object> found = found("cloudwatch_assess: {region: us-west-2, log_groups: [flask], namespaces: [FlaskApp],"
                + " prices: {metric: 1, free_dashboards: 0}}");
        assertEquals(1, ((List<?>) found.get("log_groups")).size());
        assertEquals(2, ((List<?>) found.get("metrics")).size());
        Map<String, Object> costs = (Map<String, Object>) found.get("costs");
        assertEquals(4.0, costs.get("custom_metrics"));
        assertEquals(3.0, costs.get("dashboards"));
        contract.refuses("cloudwatch_assess: {region: us-west-2, prices: {metric: -1}}");
    }

    @Test
    void anEmptyRegionIsEmpty() {
        found("cloudwatch_assess: {region: us-west-2}");
        assertTrue(found("cloudwatch_assess: {region: eu-west-1}").get("table").toString()
                .startsWith("Log groups: none\n\nMetrics: none\n\nAlarms: none\n"));
    }

    @Test
    void aStandInWithoutCompositeAlarmsIsTolerated() {
        aws.first(request -> request.path().endsWith("/DescribeAlarms") && new String(request.body()).contains("CompositeAlarm")
                ? new StandIn.Reply(400, Map.of("content-type", "application/cbor", "smithy-protocol", "rpc-v2-cbor"),
                        new byte[] {(byte) 0xa1, 0x66, '_', '_', 't', 'y', 'p', 'e', 0x6f, 'V', 'a', 'l', 'i', 'd', 'a', 't',
                            'i', 'o', 'n', 'E', 'r', 'r', 'o', 'r'})
                : null);
        Map<String, Object> found = found("cloudwatch_assess: {region: us-west-2}");
        assertEquals(2, ((List<?>) found.get("alarms")).size());
        assertTrue(found.get("notes").toString().contains("composite alarms could not be read"), found.get("notes").toString());
    }
}
