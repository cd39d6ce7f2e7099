package dev.runbook.modules.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runbook.api.TaskFailedException;
import dev.runbook.testkit.ModuleContract;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CloudwatchExportModuleTest {
    private static final String TASK = "cloudwatch_export: {log_group: flask-app, from: -7d, to: -0d, bucket: flask-app-logs,"
            + " prefix: /cloudwatch-logs/, region: us-west-2, manage_bucket_policy: true}";
    private static final String UNMANAGED = TASK.replace(", manage_bucket_policy: true", "");

    private final AwsTest aws = new AwsTest();
    private final ModuleContract contract = aws.contract(new CloudwatchExportModule());

    @AfterEach
    void close() {
        aws.close();
    }

    private TaskFailedException fails(String task) {
        return assertThrows(TaskFailedException.class, () -> contract.converges(task));
    }

    @Test
    void isDocumented() {
        contract.documented();
    }

    @Test
    @SuppressWarnings("unchecked")
    void exportsOnceAndSaysWhatWasWritten() {
        Map<String, Object> result = (Map<String, Object>) (Map<?, ?>) contract.converges(TASK).result();
        List<Map<String, Object>> objects = (List<Map<String, Object>>) result.get("objects");
        assertEquals(2, objects.size(), objects.toString());
        String key = (String) objects.getFirst().get("key");
        assertEquals("cloudwatch-logs/" + result.get("task_id") + "/i-0a1b2c3d4e5f60718-app.log/000000.gz", key);
        assertEquals("s3://flask-app-logs/cloudwatch-logs", ((Map<?, ?>) result.get("export")).get("destination"));
        contract.unchanged(TASK);
        contract.unchanged(UNMANAGED);
        contract.converges(TASK.replace("-7d", "-8d"));
    }

    @Test
    void aPolicyKeepsTheStatementsOfOthers() {
        aws.put("/flask-app-logs?policy", """
                {"Version":"2012-10-17","Statement":[{"Sid":"Theirs","Effect":"Allow","Principal":{"AWS":"*"},
                "Action":"s3:ListBucket","Resource":"arn:aws:s3:::flask-app-logs"}]}""");
        contract.converges(TASK);
        String policy = new String(aws.send("GET", "/flask-app-logs?policy", new byte[0]).body());
        assertTrue(policy.contains("\"Theirs\"") && policy.contains("logs.us-west-2.amazonaws.com"), policy);
        assertTrue(policy.contains("\"aws:SourceAccount\" : \"123456789012\""), policy);
        aws.send("DELETE", "/flask-app-logs?policy", new byte[0]);
        assertEquals(1, contract.converges(TASK).actions().size(), "only the policy is put back");
    }

    @Test
    void aMissingPolicyIsSaidBeforeAnythingIsTried() {
        TaskFailedException failure = fails(UNMANAGED);
        assertEquals("the policy of the bucket flask-app-logs does not let CloudWatch Logs write to it", failure.getMessage());
        assertTrue(failure.hints().getFirst().contains("manage_bucket_policy"), failure.hints().toString());
    }

    @Test
    void whatIsNotThereIsSaid() {
        assertEquals("there is no log group flask in us-west-2", fails(TASK.replace("flask-app,", "flask,")).getMessage());
        assertEquals("there is no bucket nowhere", fails(TASK.replace("flask-app-logs", "nowhere")).getMessage());
        assertTrue(fails(TASK.replace("flask-app-logs", "flask-app-assets-eu")).getMessage()
                .startsWith("the bucket flask-app-assets-eu is in eu-central-1, the log group in us-west-2"));
    }

    @Test
    void anotherExportIsWaitedFor() {
        contract.converges(TASK);
        aws.logs("CreateExportTask", """
                {"logGroupName":"flask-app","from":1,"to":2,"destination":"flask-app-logs"}""");
        String limit = aws.logs("CreateExportTask", """
                {"logGroupName":"flask-app","from":1,"to":3,"destination":"flask-app-logs"}""");
        assertTrue(limit.contains("LimitExceededException"), limit);
        contract.converges(TASK.replace("-7d", "-9d"));
    }

    @Test
    void oneUnderWayIsWaitedForAndNotMadeTwice() {
        contract.converges(TASK);
        aws.logs("CreateExportTask", """
                {"logGroupName":"flask-app","from":1000000000000,"to":1000000001000,"destination":"flask-app-logs"}""");
        contract.converges("cloudwatch_export: {log_group: flask-app, from: 1000000000000, to: 1000000001000,"
                + " bucket: flask-app-logs, region: us-west-2}");
        assertEquals(2, aws.logs("DescribeExportTasks", "{}").split("taskId").length - 1);
    }

    @Test
    @SuppressWarnings("unchecked")
    void aCancelledExportIsMadeAgainAndTheReasonIsKept() {
        contract.converges(TASK);
        String range = "\"logGroupName\":\"flask-app\",\"from\":1000000000000,\"to\":1000000001000";
        String begun = aws.logs("CreateExportTask", "{" + range + ",\"destination\":\"flask-app-logs\"}");
        String id = begun.replaceAll(".*:\"|\"}", "");
        aws.logs("CancelExportTask", "{\"taskId\":\"" + id + "\"}");
        var state = (CloudwatchExportModule.State) contract.converges("cloudwatch_export: {log_group: flask-app,"
                + " from: 1000000000000, to: 1000000001000, bucket: flask-app-logs, region: us-west-2}").before();
        assertEquals("CANCELLED: Cancelled by user (task " + id + ")", state.lastFailure());
    }

    @Test
    void credentialsThatAreNotThereAreExplained() {
        String elsewhere = TASK.replace("region:", "profile: no-such-profile-here, endpoint: '"
                + aws.standIns.endpoint("https://logs.us-west-2.amazonaws.com") + "', region:");
        TaskFailedException failure = assertThrows(TaskFailedException.class,
                () -> ModuleContract.of(new CloudwatchExportModule(), aws.host).converges(elsewhere));
        assertTrue(failure.getMessage().contains("no-such-profile-here"), failure.getMessage());
        assertTrue(failure.hints().getFirst().startsWith("AWS credentials are looked for in"), failure.hints().toString());
    }

    @Test
    void aRehearsalIsNotTheRealThing() {
        TaskFailedException failure = fails(TASK.replace("region:", "endpoint: 'http://127.0.0.1:1', region:"));
        assertTrue(failure.getMessage().contains("nothing-stands-for"), failure.getMessage());
    }

    @Test
    void theWaitIsBounded() {
        contract.converges(TASK);
        aws.first(request -> request.header("x-amz-target").endsWith("DescribeExportTasks") && request.text().contains("taskId")
                ? dev.runbook.api.simulated.StandIn.Reply.json(200, "{\"exportTasks\":[{\"taskId\":\"t-1\",\"logGroupName\":\"x\","
                        + "\"destination\":\"b\",\"status\":{\"code\":\"RUNNING\"}}]}")
                : null);
        TaskFailedException failure = fails(TASK.replace("-7d", "-10d").replace("}", ", timeout: 1s}"));
        assertTrue(failure.getMessage().endsWith("is still RUNNING after 1 s"), failure.getMessage());
    }

    @Test
    void aFailedExportGivesTheReasonOfAws() {
        contract.converges(TASK);
        aws.first(request -> request.header("x-amz-target").endsWith("DescribeExportTasks") && request.text().contains("taskId")
                ? dev.runbook.api.simulated.StandIn.Reply.json(200, "{\"exportTasks\":[{\"taskId\":\"t-1\",\"logGroupName\":\"x\","
                        + "\"destination\":\"b\",\"status\":{\"code\":\"FAILED\",\"message\":\"The bucket is full of eels\"}}]}")
                : null);
        assertEquals("the export task t-1 is FAILED: The bucket is full of eels",
                fails(TASK.replace("-7d", "-10d")).getMessage());
    }

    @Test
    void serverErrorsAreTriedAgainAndRefusalsExplained() {
        AtomicInteger calls = new AtomicInteger();
        aws.first(request -> request.header("x-amz-target").endsWith("DescribeLogGroups") && calls.incrementAndGet() < 3
                ? dev.runbook.api.simulated.StandIn.Reply.json(500, "{\"__type\":\"ServiceUnavailableException\"}")
                : null);
        contract.converges(TASK);
        assertTrue(calls.get() >= 3);
        aws.first(request -> request.header("x-amz-target").endsWith("DescribeLogGroups")
                ? new dev.runbook.api.simulated.StandIn.Reply(400, Map.of("x-amzn-requestid", "r-1"),
                        "{\"__type\":\"AccessDeniedException\",\"message\":\"User: operator is not authorized\"}".getBytes())
                : null);
        TaskFailedException failure = fails(TASK);
        assertEquals("could not read the log groups: AccessDeniedException: User: operator is not authorized (request id r-1)",
                failure.getMessage());
        assertEquals(List.of("The credentials need the permission logs:DescribeLogGroups."), failure.hints());
    }

    @Test
    void anUnknownKeyIsRefused() {
        TaskFailedException failure = fails(TASK.replace("}", ", access_key: WRONG, secret_key: hidden-word}"));
        assertTrue(failure.getMessage().contains("UnrecognizedClientException: The security token"), failure.getMessage());
        assertTrue(failure.hints().getFirst().startsWith("AWS does not know the access key"));
        assertTrue(!failure.toString().contains("hidden-word"));
    }

    @Test
    void nonsenseIsRefusedBeforeAnyCall() {
        for (Map.Entry<String, String> change : Map.of(
                "from: -7d", "from: yesterday", "to: -0d", "to: -8d", "us-west-2", "mars",
                "bucket: flask-app-logs", "bucket: 's3://flask'", "region:", "profile: p, access_key: k, region:",
                "log_group: flask-app", "log_group: 'a:b'").entrySet()) {
            contract.refuses(TASK.replace(change.getKey(), change.getValue()));
        }
    }
}
