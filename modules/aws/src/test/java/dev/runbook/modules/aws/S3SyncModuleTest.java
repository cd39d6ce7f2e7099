package dev.runbook.modules.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runbook.api.Action;
import dev.runbook.api.TaskFailedException;
import dev.runbook.api.host.WhoAmI;
import dev.runbook.host.Host;
import dev.runbook.testkit.ModuleContract;
import dev.runbook.testkit.TestHosts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class S3SyncModuleTest {
    private final AwsTest aws = new AwsTest();

    @AfterEach
    void close() {
        aws.close();
    }

    private static String task(String more) {
        return "s3_sync: {bucket: flask-app-logs, prefix: logs, dest: '@{dest}', region: us-west-2" + more + "}";
    }

    private ModuleContract simulated() {
        return aws.contract(new S3SyncModule()).variable("dest", "/srv/a/b c");
    }

    @Test
    void isDocumented() {
        simulated().documented();
    }

    @Test
    void keepsTheContractOnASimulatedHost() {
        fetches(simulated());
    }

    @Test
    void keepsTheContractOnThisMachine(@TempDir Path directory) throws Exception {
        Path dest = directory.resolve("it's a dir/x");
        try (Host local = TestHosts.local()) {
            ModuleContract contract = ModuleContract.of(new S3SyncModule(), local).calling(aws.standIns)
                    .variable("dest", dest).watching(directory);
            fetches(contract);
            assertEquals("one!", Files.readString(dest.resolve("deep/er/one")));
            assertEquals("rw-r-----", java.nio.file.attribute.PosixFilePermissions.toString(
                    Files.getPosixFilePermissions(dest.resolve("deep/er/one"))));
            Files.writeString(dest.resolve("deep/er/one"), "1234");
            ModuleContract.Outcome repaired = contract.converges(task(""));
            assertTrue(String.valueOf(repaired.before()).contains("changed on the host"), "" + repaired.before());
            assertEquals("one!", Files.readString(dest.resolve("deep/er/one")));
            Files.writeString(dest.resolve("mine"), "mine");
            aws.send("DELETE", "/flask-app-logs/logs/deep/er/one", new byte[0]);
            contract.unchanged(task(""));
            contract.converges(task(", delete: true"));
            assertTrue(Files.exists(dest.resolve("mine")) && Files.notExists(dest.resolve("deep/er/one")));
            contract.unchanged(task(", delete: true"));
        }
    }

    private void fetches(ModuleContract contract) {
        contract.converges(task(""));
        contract.unchanged(task(""));
        aws.put("/flask-app-logs/logs/deep/er/one", "one");
        aws.put("/flask-app-logs/logs/t%20w%27o%5C%24%28x%29", "two");
        aws.put("/flask-app-logs/logs/aws-logs-write-test", "left out");
        aws.put("/flask-app-logs/logs/folder/", "");
        aws.put("/flask-app-logs/logs-of-others/three", "left out");
        Map<String, ?> first = contract.converges(task("")).result();
        assertEquals(2L, ((Number) first.get("count")).longValue());
        contract.unchanged(task(""));
        aws.put("/flask-app-logs/logs/deep/er/one", "one!");
        assertEquals(2, contract.converges(task("")).actions().size(), "one is fetched, one written");
        contract.unchanged(task(""));
    }

    @Test
    void pagesAreFollowed() {
        for (int i = 0; i < 5; i++) {
            aws.put("/flask-app-logs/logs/" + i, "number " + i);
        }
        aws.first(request -> request.path().contains("list-type=2")
                ? aws.send("GET", request.path() + "&max-keys=2", new byte[0])
                : null);
        assertEquals(5L, ((Number) simulated().converges(task("")).result().get("count")).longValue());
    }

    @Test
    void whatRestsOnTheWayIsBounded() {
        var module = new S3SyncModule();
        var parameters = (S3SyncModule.Parameters) simulated().bind(task(""));
        Map<String, StoredObject> objects = new TreeMap<>();
        for (int i = 0; i < 450; i++) {
            objects.put("small" + i, new StoredObject("logs/small" + i, 1, "e"));
        }
        objects.put("zz1", new StoredObject("logs/zz1", 60L << 20, "e"));
        objects.put("zz2", new StoredObject("logs/zz2", 900L << 20, "e"));
        var seen = new S3SyncModule.Seen(objects, Map.of(), List.of(), new WhoAmI.Identity("root", 0, "root", 0, "/root"));
        var current = new S3SyncModule.State(true, Map.of(), 452, 0, seen);
        List<Integer> batches = new ArrayList<>();
        for (Action action : module.actions(parameters, current, module.wanted(parameters, current))) {
            if (action instanceof FetchObjects fetch) {
                batches.add(fetch.objects().size());
            }
        }
        assertEquals(List.of(200, 200, 51, 1), batches);
    }

    @Test
    void keysThatLeadElsewhereAreRefused() {
        for (String key : new String[] {"../x", "a/../../x", "a//b", "./a", "a%0Ab", ".s3_sync"}) {
            aws.put("/flask-app-logs/bad/" + key, "x");
            var failure = assertThrows(TaskFailedException.class,
                    () -> simulated().converges(task("").replace("prefix: logs", "prefix: bad")), key);
            assertTrue(failure.getMessage().contains("cannot be the name of a file"), failure.getMessage());
            aws.send("DELETE", "/flask-app-logs/bad/" + key, new byte[0]);
        }
    }

    @Test
    void aBucketElsewhereIsNamed() {
        var failure = assertThrows(TaskFailedException.class,
                () -> simulated().converges(task("").replace("flask-app-logs", "flask-app-assets-eu")));
        assertTrue(failure.getMessage().contains("PermanentRedirect"), failure.getMessage());
        assertEquals("The bucket is in the region eu-central-1; give the task region: eu-central-1.",
                failure.hints().getFirst());
    }

    @Test
    void anObjectThatChangesMeanwhileIsNotMixedUp() {
        aws.put("/flask-app-logs/logs/one", "one");
        aws.first(request -> {
            if (request.method().equals("GET") && request.path().contains("/logs/one")) {
                aws.put("/flask-app-logs/logs/one", "another");
            }
            return null;
        });
        var failure = assertThrows(TaskFailedException.class, () -> simulated().converges(task("")));
        assertTrue(failure.getMessage().endsWith("it was changed meanwhile; run it again"), failure.getMessage());
    }

    @Test
    void placesThatCannotBeMeantAreRefused() {
        for (String dest : new String[] {"relative", "/", "/srv/../etc"}) {
            simulated().variable("dest", dest).refuses(task("").replace("@{dest}", dest));
        }
        simulated().refuses(task(", mode: u+x").replace("@{dest}", "/srv/x"));
        simulated().refuses(task(", access_key: AKIA").replace("@{dest}", "/srv/x"));
    }
}
