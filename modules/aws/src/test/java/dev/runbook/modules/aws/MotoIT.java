package dev.runbook.modules.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.runbook.host.Host;
import dev.runbook.testkit.ModuleContract;
import dev.runbook.testkit.TestHosts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The modules against moto, a stand-in for AWS that others wrote, where it is installed. Its CloudWatch does not answer at the
 * path that the SDK's protocol has (rpc-v2-cbor), so metrics are not asked for here.
 */
class MotoIT {
    private static Process moto;
    private static String endpoint;

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(run("python3", "-c", "import moto.server") == 0,
                "moto is not installed: pip install 'moto[server]' to run this");
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        moto = new ProcessBuilder("python3", "-m", "moto.server", "-H", "127.0.0.1", "-p", "" + port)
                .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        endpoint = "http://127.0.0.1:" + port;
        for (int tries = 0; !accepts(port); tries++) {
            assertTrue(moto.isAlive() && tries < 300, "moto does not start");
            Thread.sleep(100);
        }
        call("PUT", "s3", "/moto-logs", "", "");
        call("POST", "logs", "/", "Logs_20140328.CreateLogGroup", "{\"logGroupName\":\"flask-app\"}");
        call("POST", "logs", "/", "Logs_20140328.CreateLogStream",
                "{\"logGroupName\":\"flask-app\",\"logStreamName\":\"web/1\"}");
        call("POST", "logs", "/", "Logs_20140328.PutLogEvents",
                "{\"logGroupName\":\"flask-app\",\"logStreamName\":\"web/1\",\"logEvents\":[{\"timestamp\":"
                        + (System.currentTimeMillis() - 7_200_000) + ",\"message\":\"GET / 200\"}]}");
    }

    private static int run(String... command) throws IOException, InterruptedException {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
            return process.waitFor(60, TimeUnit.SECONDS) ? process.exitValue() : 1;
        } catch (IOException notThere) {
            return 127;
        }
    }

    private static boolean accepts(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    private static void call(String method, String service, String path, String target, String body) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(endpoint + path))
                    .method(method, HttpRequest.BodyPublishers.ofString(body))
                    .header("Authorization", "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20261124/us-east-1/" + service
                            + "/aws4_request, SignedHeaders=host, Signature=0");
            if (!target.isEmpty()) {
                request.header("X-Amz-Target", target)
                        .header("Content-Type", "application/x-amz-json-1.1");
            }
            HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            assertEquals(200, response.statusCode(), response.body());
        }
    }

    @AfterAll
    static void stop() throws InterruptedException {
        if (moto != null) {
            moto.destroy();
            moto.waitFor(10, TimeUnit.SECONDS);
        }
    }

    private static String task(String task) {
        return task + ", region: us-east-1, endpoint: '" + endpoint
                + "', access_key: AKIAIOSFODNN7EXAMPLE, secret_key: secret}";
    }

    @Test
    void logsAreExportedAndFetched(@TempDir Path directory) throws Exception {
        try (Host host = TestHosts.local()) {
            String export = task("cloudwatch_export: {log_group: flask-app, from: -1d, bucket: moto-logs,"
                    + " prefix: cloudwatch-logs/, manage_bucket_policy: true");
            ModuleContract exporting = ModuleContract.of(new CloudwatchExportModule(), host);
            exporting.converges(export);
            exporting.unchanged(export);

            ModuleContract fetching = ModuleContract.of(new S3SyncModule(), host).watching(directory);
            String fetch = task("s3_sync: {bucket: moto-logs, prefix: cloudwatch-logs, dest: '" + directory.resolve("logs") + "'");
            fetching.converges(fetch);
            fetching.unchanged(fetch);
            try (Stream<Path> files = Files.walk(directory)) {
                assertEquals(1, files.filter(file -> file.toString().endsWith("000000.gz")).count());
            }
        }
    }
}
