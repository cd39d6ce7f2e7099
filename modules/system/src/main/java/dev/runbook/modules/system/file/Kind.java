package dev.runbook.modules.system.file;

import dev.runbook.api.host.FileInfo;
import org.jspecify.annotations.Nullable;

/** What stands at a path. */
public enum Kind {
    ABSENT,
    FILE,
    DIRECTORY,
    LINK,
    OTHER;

    static Kind of(@Nullable FileInfo info) {
        return info == null
                ? ABSENT
                : switch (info.type()) {
                    case FILE -> FILE;
                    case DIRECTORY -> DIRECTORY;
                    case LINK -> LINK;
                    case OTHER -> OTHER;
                };
    }

    /** For messages: {@code a directory}. */
    String described() {
        return switch (this) {
            case ABSENT -> "absent";
            case FILE -> "a file";
            case DIRECTORY -> "a directory";
            case LINK -> "a link";
            case OTHER -> "a device, socket or pipe";
        };
    }
}
