package dev.runbook.modules.aws;

import dev.runbook.api.InvalidParameterException;

/** Names of buckets. */
final class BucketNames {
    private BucketNames() {}

    static void check(String parameter, String bucket) {
        if (!bucket.matches("[a-z0-9][a-z0-9.\\-]{1,61}[a-z0-9]") || bucket.contains("..")) {
            throw new InvalidParameterException(parameter, "\"" + bucket + "\" is no name of a bucket;"
                    + " it has 3 to 63 lower-case letters, digits, dots and hyphens, without s3:// before it");
        }
    }
}
