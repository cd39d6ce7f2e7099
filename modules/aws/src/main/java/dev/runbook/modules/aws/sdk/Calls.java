package dev.runbook.modules.aws.sdk;

import dev.runbook.api.TaskFailedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkClientException;

/** Turns what goes wrong with a call into what people can use. */
final class Calls {
    private Calls() {}

    interface Call<T extends @Nullable Object> {
        T make();
    }

    /**
     * Makes a call.
     *
     * @param permission what AWS calls the right to do it: {@code logs:DescribeLogGroups}
     * @param what what is being done, for the message: {@code read the log groups}
     * @throws TaskFailedException where AWS refuses
     * @throws IOException where it cannot be reached
     */
    static <T extends @Nullable Object> T call(String permission, String what, Call<T> call)
            throws IOException, InterruptedException {
        try {
            return call.make();
        } catch (AwsServiceException e) {
            throw refused(permission, what, e);
        } catch (AbortedException e) {
            throw stopped(e);
        } catch (SdkClientException e) {
            throw unreachable(what, e);
        }
    }

    private static InterruptedException stopped(AbortedException cause) {
        InterruptedException stopped = new InterruptedException(String.valueOf(cause.getMessage()));
        stopped.initCause(cause);
        return stopped;
    }

    private static IOException unreachable(String what, SdkClientException e) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("while trying to " + what);
        }
        String message = String.valueOf(e.getMessage());
        if (message.contains("credentials") || message.contains("Profile")) {
            String reason = message.startsWith("Unable to load credentials from any")
                    ? "no AWS credentials are found"
                    : firstSentence(message);
            throw new TaskFailedException("could not " + what + ": " + reason, null, List.of(
                    "AWS credentials are looked for in the parameters access_key and secret_key, in AWS_ACCESS_KEY_ID and "
                            + "AWS_SECRET_ACCESS_KEY, in the profile (parameter profile, AWS_PROFILE) in ~/.aws/credentials "
                            + "and ~/.aws/config, and in the role of the machine."));
        }
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String reason = root instanceof java.net.UnknownHostException
                ? "unknown host " + root.getMessage()
                : String.valueOf(root.getMessage());
        return new IOException("could not " + what + ": " + reason, e);
    }

    private static String firstSentence(String message) {
        int end = message.indexOf(". ");
        return end < 0 ? message : message.substring(0, end);
    }

    /** AWS's code for what went wrong; "" where it gives none. */
    static String code(AwsServiceException e) {
        AwsErrorDetails details = e.awsErrorDetails();
        String code = details == null ? null : details.errorCode();
        return code == null ? "" : code;
    }

    static TaskFailedException refused(String permission, String what, AwsServiceException e) {
        AwsErrorDetails details = e.awsErrorDetails();
        String said = details == null ? null : details.errorMessage();
        String code = code(e).isEmpty() ? "status " + e.statusCode() : code(e);
        String request = e.requestId() == null ? "" : " (request id " + e.requestId() + ")";
        String message = "could not " + what + ": " + code + (said == null || said.isBlank() ? "" : ": " + said) + request;
        return new TaskFailedException(message, null, hints(permission, code(e), e));
    }

    private static List<String> hints(String permission, String code, AwsServiceException e) {
        List<String> hints = new ArrayList<>();
        String lower = code.toLowerCase(Locale.ROOT);
        String elsewhere = header(e, "x-amz-bucket-region");
        if (lower.contains("accessdenied") || lower.startsWith("unauthorizedoperation") || (code.isEmpty() && e.statusCode() == 403)) {
            hints.add("The credentials need the permission " + permission + ".");
        } else if (lower.startsWith("unrecognizedclient") || lower.startsWith("invalidclienttokenid")
                || lower.startsWith("invalidaccesskeyid")) {
            hints.add("AWS does not know the access key; check access_key, AWS_ACCESS_KEY_ID or the profile.");
        } else if (lower.startsWith("signaturedoesnotmatch") || lower.startsWith("invalidsignature")) {
            hints.add("The secret key does not belong to the access key, or the clock of this machine is wrong.");
        } else if (lower.startsWith("expiredtoken")) {
            hints.add("The session is over; get new credentials, for example with aws sso login.");
        } else if (lower.startsWith("throttling") || lower.startsWith("slowdown") || lower.startsWith("toomany")) {
            hints.add("AWS limits how often it may be asked; run it again in a while.");
        } else if (elsewhere != null) {
            hints.add("The bucket is in the region " + elsewhere + "; give the task region: " + elsewhere + ".");
        } else if (lower.equals("permanentredirect") || lower.equals("authorizationheadermalformed")) {
            hints.add("The bucket is in another region than the task names.");
        }
        return hints;
    }

    /** A header of the answer. */
    static @Nullable String header(AwsServiceException e, String name) {
        AwsErrorDetails details = e.awsErrorDetails();
        return details == null || details.sdkHttpResponse() == null
                ? null
                : details.sdkHttpResponse().firstMatchingHeader(name).orElse(null);
    }
}
