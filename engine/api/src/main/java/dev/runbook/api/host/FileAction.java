package dev.runbook.api.host;

import dev.runbook.api.Answer;
import dev.runbook.api.HostAction;
import dev.runbook.api.Query;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A change to files, which says for any path what it leaves there; predictions follow from that.
 *
 * <p>Paths are compared as they are written. That two paths lead to the same file through links is not seen by
 * predictions, but {@link #touches} allows for it.
 */
public interface FileAction extends HostAction {
    /**
     * What it leaves at this path: null where it leaves things as they are.
     *
     * @param path absolute, any path at all, also below and above those that it is about
     */
    @Nullable Left at(String path);

    /** The paths it creates, changes or removes, parents before what is in them. */
    List<String> paths();

    @Override
    default <T extends @Nullable Object> Answer<T> after(Query<T> query, Answer<T> before) {
        return query instanceof FileQuery<T> question ? question.after(this, before) : before;
    }

    /** Answers about files may change through links that cannot be seen here; those about anything else as they say. */
    @Override
    default boolean touches(Query<?> query) {
        return switch (query) {
            case FileQuery<?> question -> question.touchedBy(this);
            case WhoAmI me -> false;
            case PasswdEntry user -> Paths.anyWithin(paths(), "/etc");
            case GroupEntry group -> Paths.anyWithin(paths(), "/etc");
            default -> true;
        };
    }
}
