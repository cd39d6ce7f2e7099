package dev.runbook.api.host;

import dev.runbook.api.TaskFailedException;
import java.util.List;

/** Pieces of shell and of messages that several probes share. */
final class Snippets {
    /**
     * {@code gone PATH} succeeds when nothing stands there, and fails when the user may not look: the nearest directory
     * on the way that can be seen cannot be searched. Only builtins, so it costs no process.
     */
    static final String GONE =
            """
            gone() {
              d=$1
              while :; do
                case $d in ?*/*) d=${d%/*} ;; *) d=/ ;; esac
                if [ -d "$d" ]; then [ -x "$d" ]; return; fi
                if [ "$d" = / ]; then return 0; fi
              done
            }
            """;

    private Snippets() {}

    static TaskFailedException denied(String path) {
        return denied("look at", path);
    }

    static TaskFailedException denied(String verb, String path) {
        return new TaskFailedException(
                "the connecting user may not " + verb + " " + path + " (permission denied)",
                null,
                List.of("Add `become: true` to act as root, or `become_user` for another user."));
    }
}
