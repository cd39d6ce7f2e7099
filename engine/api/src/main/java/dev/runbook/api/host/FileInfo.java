package dev.runbook.api.host;

import org.jspecify.annotations.Nullable;

/**
 * One entry of a file system.
 *
 * @param type what it is
 * @param mode permission bits, {@code 0..07777}
 * @param owner name, or the number where it has no name
 * @param group name, or the number where it has no name
 * @param size in bytes
 * @param modified seconds since 1970
 * @param linkTarget where a symbolic link points, as written in it; null for anything else
 */
public record FileInfo(
        Type type, int mode, String owner, String group, long size, long modified, @Nullable String linkTarget) {
    /** Kinds of file. */
    public enum Type {
        FILE,
        DIRECTORY,
        LINK,
        OTHER
    }
}
