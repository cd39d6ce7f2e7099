package dev.runbook.modules.system.transfer;

import org.jspecify.annotations.Nullable;

/**
 * One entry of an archive.
 *
 * @param name as the archive has it, without a slash at its end
 * @param type what it is
 * @param size of a file, in bytes
 * @param sha256 of a file, where it is known
 * @param linkTarget of a symbolic link
 */
record ArchiveMember(String name, Type type, long size, @Nullable String sha256, @Nullable String linkTarget) {
    enum Type {
        FILE,
        DIRECTORY,
        LINK
    }
}
