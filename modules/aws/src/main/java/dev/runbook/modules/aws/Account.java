package dev.runbook.modules.aws;

import dev.runbook.api.InvalidParameterException;
import dev.runbook.api.Secret;
import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whose account is called, where, and as whom. What is null is found in AWS's own places when the first call is made.
 *
 * @param region {@code us-west-2}
 * @param profile a section of AWS's own files
 * @param endpoint where a compatible service is, instead of AWS; without a slash at the end
 */
public record Account(
        @Nullable String region,
        @Nullable String profile,
        @Nullable Secret accessKey,
        @Nullable Secret secretKey,
        @Nullable Secret sessionToken,
        @Nullable String endpoint) {
    /** What parameters say, checked. */
    public Account {
        if (region != null && !region.matches("[a-z]{2,}(-[a-z]+)+-[0-9]+")) {
            throw new InvalidParameterException("region", "\"" + region + "\" is no AWS region; expected one such as us-west-2");
        }
        if ((accessKey == null) != (secretKey == null)) {
            String missing = accessKey == null ? "access_key" : "secret_key";
            throw new InvalidParameterException(missing, "access_key and secret_key belong together; " + missing + " is missing");
        }
        if (sessionToken != null && accessKey == null) {
            throw new InvalidParameterException("session_token", "a session token needs its access_key and secret_key");
        }
        if (profile != null && accessKey != null) {
            throw new InvalidParameterException("profile", "either a profile or an access_key, not both");
        }
        endpoint = endpoint == null ? null : address(endpoint);
    }

    private static String address(String endpoint) {
        String address = endpoint.replaceAll("/+$", "");
        try {
            URI uri = URI.create(address);
            String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
            if (uri.getHost() != null && (scheme.equals("http") || scheme.equals("https"))) {
                return address;
            }
        } catch (IllegalArgumentException notAnAddress) {
            // said below
        }
        throw new InvalidParameterException(
                "endpoint", "\"" + endpoint + "\" is no address; expected one such as http://127.0.0.1:5000");
    }
}
