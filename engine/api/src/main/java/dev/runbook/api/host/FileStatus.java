package dev.runbook.api.host;

import dev.runbook.api.Answer;
import dev.runbook.api.Probe;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What stands at a path: null where nothing does, or, when following, where a link leads nowhere.
 *
 * @param path absolute
 * @param follow whether a link is followed to what it points at
 */
public record FileStatus(String path, boolean follow) implements FileQuery<@Nullable FileInfo> {
    @Override
    public Probe<FileStatus, @Nullable FileInfo> probe() {
        return StatProbe.INSTANCE;
    }

    @Override
    public String describe() {
        return "status of " + path;
    }

    @Override
    public Answer<@Nullable FileInfo> after(FileAction action, Answer<@Nullable FileInfo> before) {
        return switch (action.at(path)) {
            case null -> entriesChange(action) ? mapped(before, FileStatus::entriesChanged) : before;
            case Left.Stands stands when !follow || !stands.info().isLink() -> Answer.of(stands.info());
            case Left.Stands stands -> stands.behind() != null
                    ? Answer.of(stands.behind())
                    : Answer.unknown("what " + path + " leads to is not known before the link is there");
            case Left.Gone gone -> Answer.of(null);
            case Left.Altered altered -> mapped(before, info -> altered.apply(info, follow));
            case Left.Unsure unsure -> Answer.unknown(unsure.why());
        };
    }

    private boolean entriesChange(FileAction action) {
        return action.paths().stream().anyMatch(changed -> Paths.parent(changed).equals(path)
                && (action.at(changed) instanceof Left.Stands || action.at(changed) instanceof Left.Gone));
    }

    /** A directory notes the time when its entries change. */
    private static FileInfo entriesChanged(FileInfo info) {
        return new FileInfo(info.type(), info.mode(), info.owner(), info.group(), FileInfo.NOT_YET, FileInfo.NOT_YET,
                info.linkTarget());
    }

    private static Answer<@Nullable FileInfo> mapped(
            Answer<@Nullable FileInfo> before, UnaryOperator<FileInfo> change) {
        if (before instanceof Answer.Known<@Nullable FileInfo> known) {
            FileInfo info = known.value();
            return info == null ? before : Answer.of(change.apply(info));
        }
        return before;
    }

    @Override
    public boolean touchedBy(FileAction action) {
        return follow || action.paths().stream().anyMatch(changed -> Paths.mayMeet(changed, path))
                || action.at(path) != null;
    }
}
