package dev.runbook.modules.aws;

/**
 * An object in S3.
 *
 * @param size in bytes
 * @param etag without quotes
 */
public record StoredObject(String key, long size, String etag) {
    /** What AWS writes to try its permission; it is no part of an export. */
    boolean trial() {
        String name = key.substring(key.lastIndexOf('/') + 1);
        return name.startsWith("aws-logs-write-test");
    }
}
