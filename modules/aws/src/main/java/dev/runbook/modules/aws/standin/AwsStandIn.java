package dev.runbook.modules.aws.standin;

import dev.runbook.api.simulated.Machine;
import dev.runbook.api.simulated.StandIn;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Stands for CloudWatch Logs, CloudWatch, S3 and STS, which share one account: that of a small company with a Flask
 * application. What it has is in the region that is called first; see {@link Account}.
 *
 * <p>Access keys are known when they look like one of AWS's ({@code AKIA} or {@code ASIA} and sixteen letters or digits);
 * signatures are taken as right.
 */
public final class AwsStandIn implements StandIn {
    private static final Pattern HOST = Pattern.compile("(logs|monitoring|s3|sts)\\.([a-z0-9-]+)\\.amazonaws\\.com");
    private static final Pattern CREDENTIAL =
            Pattern.compile("AWS4-HMAC-SHA256 Credential=([^/,]+)/\\d{8}/([^/,]+)/([^/,]+)/aws4_request,.*Signature=.*");
    private static final Pattern KEY = Pattern.compile("(AKIA|ASIA)[A-Z0-9]{16}");

    @Override
    public String name() {
        return "AWS (CloudWatch, S3)";
    }

    @Override
    public List<String> addresses() {
        List<String> addresses = new ArrayList<>();
        for (String service : List.of("logs", "monitoring", "s3", "sts")) {
            addresses.add("https://" + service + ".*.amazonaws.com");
        }
        return addresses;
    }

    @Override
    public @Nullable String unit() {
        return null;
    }

    @Override
    public Service start(@Nullable Machine machine) {
        return new Front();
    }

    /** The four services of one account. */
    private static final class Front implements Service {
        private @Nullable Account account;

        @Override
        public Reply answer(Request request) {
            Matcher host = HOST.matcher(request.host());
            if (!host.matches()) {
                return Reply.text(404, "nothing of AWS is at " + request.host());
            }
            String region = host.group(2);
            Account shared = account == null ? new Account(region) : account;
            account = shared;
            Endpoint endpoint = switch (host.group(1)) {
                case "logs" -> new LogsEndpoint(shared, region);
                case "monitoring" -> new MonitoringEndpoint(shared, region);
                case "s3" -> new StorageEndpoint(shared, region);
                default -> new IdentityEndpoint(shared);
            };
            try {
                authenticate(request, host.group(1), region, endpoint);
                return endpoint.answer(request);
            } catch (AwsException e) {
                return endpoint.refusal(e, UUID.randomUUID().toString());
            }
        }

        private static void authenticate(Request request, String service, String region, Endpoint endpoint) {
            Matcher credential = CREDENTIAL.matcher(request.header("authorization"));
            if (!credential.matches()) {
                throw endpoint.unsigned();
            }
            if (!KEY.matcher(credential.group(1)).matches()) {
                throw endpoint.unknownKey();
            }
            if (!credential.group(2).equals(region) || !credential.group(3).equals(service)) {
                throw endpoint.wrongScope(region);
            }
        }
    }

    /** One of the services. */
    interface Endpoint {
        Reply answer(Request request);

        Reply refusal(AwsException refusal, String requestId);

        default AwsException unsigned() {
            return new AwsException(403, "MissingAuthenticationTokenException", "Missing Authentication Token");
        }

        default AwsException unknownKey() {
            return new AwsException(
                    403, "InvalidClientTokenId", "The security token included in the request is invalid.");
        }

        default AwsException wrongScope(String region) {
            return new AwsException(403, "SignatureDoesNotMatch", "Credential should be scoped to a valid region. ");
        }
    }
}
