package dev.runbook.modules.aws;

import dev.runbook.api.TaskModule;
import dev.runbook.api.simulated.Machine;
import dev.runbook.api.simulated.StandIn;
import dev.runbook.host.Host;
import dev.runbook.host.simulated.StandIns;
import dev.runbook.modules.aws.standin.AwsStandIn;
import dev.runbook.testkit.ModuleContract;
import dev.runbook.testkit.TestHosts;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An account in memory, a simulated host, and both seen by a module. Change the account by hand with {@link #send}. */
final class AwsTest implements AutoCloseable {
    static final String REGION = "us-west-2";
    private static final String SIGNED = "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20261124/" + REGION
            + "/%s/aws4_request, SignedHeaders=host, Signature=0";

    /** Hands out what it started, and lets tests answer in its place. */
    private static final class Opened implements StandIn {
        private final StandIn real = new AwsStandIn();
        private @Nullable Service service;
        private Function<Request, @Nullable Reply> first = request -> null;

        @Override
        public String name() {
            return real.name();
        }

        @Override
        public List<String> addresses() {
            return real.addresses();
        }

        @Override
        public @Nullable String unit() {
            return null;
        }

        @Override
        public Service start(@Nullable Machine machine) {
            Service started = opened();
            return request -> Objects.requireNonNullElseGet(first.apply(request), () -> started.answer(request));
        }

        Service opened() {
            Service present = service == null ? real.start(null) : service;
            service = present;
            return present;
        }
    }

    private final Opened opened = new Opened();
    final StandIns standIns = new StandIns(List.of(opened));
    final Host host = TestHosts.simulated(standIns);

    ModuleContract contract(TaskModule module) {
        return ModuleContract.of(module, host).calling(standIns);
    }

    /** Answers requests in the place of the service, where it gives an answer. */
    void first(Function<StandIn.Request, StandIn.@Nullable Reply> answers) {
        opened.first = answers;
    }

    /** Sends a request to S3 as somebody else would. */
    StandIn.Reply send(String method, String path, byte[] body) {
        return send("s3", method, path, Map.of(), body);
    }

    StandIn.Reply put(String path, String text) {
        return send("PUT", path, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Calls an operation of CloudWatch Logs as somebody else would; gives the answer's text. */
    String logs(String operation, String json) {
        StandIn.Reply reply = send("logs", "POST", "/", Map.of("x-amz-target", "Logs_20140328." + operation),
                json.getBytes(StandardCharsets.UTF_8));
        return new String(reply.body(), StandardCharsets.UTF_8);
    }

    private StandIn.Reply send(String service, String method, String path, Map<String, String> headers, byte[] body) {
        var all = new java.util.HashMap<>(headers);
        all.put("authorization", SIGNED.formatted(service));
        return opened.opened()
                .answer(new StandIn.Request(method, service + "." + REGION + ".amazonaws.com", path, all, body));
    }

    @Override
    public void close() {
        host.close();
        standIns.close();
    }
}
