package dev.runbook.api.host;

import org.jspecify.annotations.Nullable;

/**
 * One entry of a file system.
 *
 * @param type what it is
 * @param mode permission bits, {@code 0..07777}
 * @param owner name, or the number where it has no name
 * @param group name, or the number where it has no name
 * @param size in bytes; {@link #NOT_YET} where a prediction cannot tell it
 * @param modified seconds since 1970; {@link #NOT_YET} for the time of a change that is only predicted
 * @param linkTarget where a symbolic link points, as written in it; null for anything else
 */
public record FileInfo(
        Type type, int mode, String owner, String group, long size, long modified, @Nullable String linkTarget) {
    /** A number that is not known before the change is really made, or not known to the host at all. */
    public static final long NOT_YET = -1;

    /** Kinds of file. */
    public enum Type {
        FILE,
        DIRECTORY,
        LINK,
        OTHER
    }

    public boolean isFile() {
        return type == Type.FILE;
    }

    public boolean isDirectory() {
        return type == Type.DIRECTORY;
    }

    public boolean isLink() {
        return type == Type.LINK;
    }
}
