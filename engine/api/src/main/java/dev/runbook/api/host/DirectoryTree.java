package dev.runbook.api.host;

import dev.runbook.api.Answer;
import dev.runbook.api.Probe;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All that is in a directory and below it, at any depth: paths relative to it, in their order, with what stands there;
 * null where there is no such directory. Links in it are not followed. Names that are not UTF-8 are shown with
 * replacement characters. A listing longer than 32 MiB (some 300,000 entries) is refused.
 *
 * @param path absolute; a link to a directory is followed
 */
public record DirectoryTree(String path) implements FileQuery<@Nullable Map<String, FileInfo>> {
    @Override
    public Probe<DirectoryTree, @Nullable Map<String, FileInfo>> probe() {
        return TreeProbe.INSTANCE;
    }

    @Override
    public String describe() {
        return "everything in " + path;
    }

    @Override
    public Answer<@Nullable Map<String, FileInfo>> after(
            FileAction action, Answer<@Nullable Map<String, FileInfo>> before) {
        if (!(before instanceof Answer.Known<@Nullable Map<String, FileInfo>> known)) {
            return action.at(path) instanceof Left.Gone ? Answer.of(null) : before;
        }
        Map<String, FileInfo> entries = known.value();
        return switch (action.at(path)) {
            case null -> entries == null ? before : changed(action, entries);
            case Left.Altered altered -> entries == null ? before : changed(action, entries);
            case Left.Stands stands when stands.info().isDirectory() ->
                    changed(action, entries == null ? Map.of() : entries);
            case Left.Stands stands when stands.info().isLink() ->
                    Answer.unknown("what " + path + " leads to is not known before the link is there");
            case Left.Stands stands -> Answer.of(null);
            case Left.Gone gone -> Answer.of(null);
            case Left.Unsure unsure -> Answer.unknown(unsure.why());
        };
    }

    private Answer<@Nullable Map<String, FileInfo>> changed(FileAction action, Map<String, FileInfo> entries) {
        Map<String, FileInfo> after = new TreeMap<>(entries);
        Map<String, Left> changes = new TreeMap<>();
        for (String entry : entries.keySet()) {
            Left left = action.at(Paths.below(path, entry));
            if (left != null) {
                changes.put(entry, left);
            }
        }
        for (String changed : action.paths()) {
            Left left = action.at(changed);
            if (left != null && !changed.equals(path) && Paths.within(changed, path)) {
                changes.put(changed.substring(path.equals("/") ? 1 : path.length() + 1), left);
            }
        }
        for (Map.Entry<String, Left> change : changes.entrySet()) {
            switch (change.getValue()) {
                case Left.Stands stands -> after.put(change.getKey(), stands.info());
                case Left.Gone gone -> after.remove(change.getKey());
                case Left.Altered altered -> after.computeIfPresent(
                        change.getKey(), (entry, info) -> altered.apply(info, false));
                case Left.Unsure unsure -> {
                    return Answer.unknown(unsure.why());
                }
            }
        }
        return Answer.of(Collections.unmodifiableMap(after));
    }
}
