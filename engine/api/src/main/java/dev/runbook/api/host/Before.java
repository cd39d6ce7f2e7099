package dev.runbook.api.host;

import dev.runbook.api.Action;
import dev.runbook.api.Content;
import dev.runbook.api.Payload;
import dev.runbook.api.Reversal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What stood at a path before an action, so that the action can be taken back.
 *
 * @param info not followed
 * @param content of a file, with its text where that is kept
 */
public record Before(FileInfo info, @Nullable Content content) {
    /** How to put it back, in place of whatever a reversed action left there. */
    static Reversal restore(String path, @Nullable Before before, @Nullable String copy) {
        if (before == null) {
            return new Reversal.Reversible(List.of(new RemovePath(path, false, null)));
        }
        FileInfo info = before.info();
        Content content = before.content();
        Action action =
                switch (info.type()) {
                    case LINK -> new MakeLink(path, String.valueOf(info.linkTarget()), false, info.owner(),
                            info.group(), null, null);
                    case DIRECTORY -> new MakeDirectory(path, info.mode(), info.owner(), info.group());
                    case FILE -> copy != null
                            ? new WriteFile(path, new WriteFile.OnHost(copy, sum(content), info.size()), info.mode(),
                                    info.owner(), info.group(), null, null, null)
                            : content != null && content.text() != null
                                    ? new WriteFile(path, new WriteFile.Sent(Payload.of(content.text())), info.mode(),
                                            info.owner(), info.group(), null, null, null)
                                    : null;
                    case OTHER -> null;
                };
        return action != null
                ? new Reversal.Reversible(List.of(action))
                : new Reversal.Irreversible("the former content of " + path + " was not kept");
    }

    private static @Nullable String sum(@Nullable Content content) {
        return content == null ? null : content.sha256();
    }
}
