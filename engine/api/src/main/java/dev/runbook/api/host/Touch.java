package dev.runbook.api.host;

import dev.runbook.api.Reversal;
import dev.runbook.api.ShellScript;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sets the times of what is there already.
 *
 * @param path absolute; a link is followed
 * @param modified seconds since 1970, or {@link FileInfo#NOT_YET} for now
 * @param before what was there
 */
public record Touch(String path, long modified, @Nullable FileInfo before) implements FileAction {
    @Override
    public String summary() {
        return "touch " + path;
    }

    @Override
    public @Nullable Left at(String asked) {
        return asked.equals(path)
                ? new Left.Altered(info -> new FileInfo(info.type(), info.mode(), info.owner(), info.group(),
                        info.size(), modified, info.linkTarget()), false)
                : null;
    }

    @Override
    public List<String> paths() {
        return List.of(path);
    }

    @Override
    public ShellScript script() {
        String time = modified == FileInfo.NOT_YET ? "" : "-d @" + modified + " ";
        return ShellScript.of("touch -c " + time + "-- " + ShellScript.quote(path) + "\n");
    }

    @Override
    public Reversal reversal() {
        return before == null || before.modified() == FileInfo.NOT_YET
                ? new Reversal.Irreversible("the former time of " + path + " is not known")
                : new Reversal.Reversible(List.of(new Touch(path, before.modified(), null)));
    }
}
