package dev.runbook.modules.linode;

import dev.runbook.api.InvalidParameterException;
import dev.runbook.api.Secret;
import dev.runbook.api.Services;
import dev.runbook.api.TaskFailedException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whose API is called.
 *
 * @param token null for that of the environment
 * @param url scheme and host, without a slash at the end
 */
record Account(@Nullable Secret token, String url) {
    static final String TOKEN = "A personal access token; left out, that of the variable LINODE_TOKEN in the environment.";
    static final String URL = "Where the API is.";
    static final String DEFAULT_URL = "https://api.linode.com";

    Account {
        if (!url.matches("https?://[^/\\s]+/?")) {
            throw new InvalidParameterException("api_url", "expected scheme and host, such as " + DEFAULT_URL);
        }
        url = url.replaceAll("/$", "");
    }

    /** Its client, kept for the run. */
    Api api(Services services) {
        String given = token == null ? services.environment("LINODE_TOKEN") : token.reveal();
        if (given == null || given.isBlank()) {
            throw new TaskFailedException(
                    "there is no token for the Linode API",
                    null,
                    List.of("Make one at https://cloud.linode.com/profile/tokens with read and write access to Linodes and"
                            + " Firewalls, and put it into the environment: `export LINODE_TOKEN=…`.",
                            "Or give `token`, from an encrypted file of variables."));
        }
        String address = services.endpoint(url);
        Secret secret = new Secret(given.strip());
        return services.client(List.of("linode", address, secret), Api.class, () -> new Api(address, secret, url));
    }
}
