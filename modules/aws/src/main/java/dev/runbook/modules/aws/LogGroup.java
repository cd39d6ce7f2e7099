package dev.runbook.modules.aws;

import org.jspecify.annotations.Nullable;

/**
 * A log group.
 *
 * @param storedBytes as AWS bills it, compressed
 * @param retentionDays null where events never expire
 */
public record LogGroup(String name, long storedBytes, @Nullable Integer retentionDays) {}
