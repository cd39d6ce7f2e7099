package dev.runbook.modules.aws.standin;

import dev.runbook.api.simulated.StandIn.Reply;
import dev.runbook.api.simulated.StandIn.Request;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;

/** STS: the query protocol. */
record IdentityEndpoint(Account account) implements AwsStandIn.Endpoint {
    private static final String NAMESPACE = "https://sts.amazonaws.com/doc/2011-06-15/";

    @Override
    public Reply answer(Request request) {
        if (!request.text().contains("Action=GetCallerIdentity")) {
            throw new AwsException(400, "InvalidAction", "Could not find operation for version 2011-06-15");
        }
        return xml(200, "<GetCallerIdentityResponse xmlns=\"" + NAMESPACE + "\"><GetCallerIdentityResult>"
                + "<Arn>arn:aws:iam::" + Account.NUMBER + ":user/operator</Arn><UserId>AIDAEXAMPLEOPERATOR00</UserId><Account>"
                + Account.NUMBER + "</Account></GetCallerIdentityResult><ResponseMetadata><RequestId>" + UUID.randomUUID()
                + "</RequestId></ResponseMetadata></GetCallerIdentityResponse>");
    }

    @Override
    public Reply refusal(AwsException refusal, String requestId) {
        return xml(refusal.status, "<ErrorResponse xmlns=\"" + NAMESPACE + "\"><Error><Type>Sender</Type><Code>" + refusal.code
                + "</Code><Message>" + StorageEndpoint.escape(refusal.text()) + "</Message></Error><RequestId>" + requestId
                + "</RequestId></ErrorResponse>");
    }

    private static Reply xml(int status, String body) {
        return new Reply(status, Map.of("content-type", "text/xml"), body.getBytes(StandardCharsets.UTF_8));
    }
}
