package dev.runbook.api.host;

import dev.runbook.api.Answer;
import dev.runbook.api.HostQuery;
import org.jspecify.annotations.Nullable;

/** A question about files, which knows how an action on files changes its answer. */
public interface FileQuery<T extends @Nullable Object> extends HostQuery<T> {
    /** What the answer is after the action, given what it was before; see {@link dev.runbook.api.Action#after}. */
    Answer<T> after(FileAction action, Answer<T> before);

    /** Whether performing the action may change the answer. True unless it is sure that it cannot. */
    default boolean touchedBy(FileAction action) {
        return true;
    }
}
