package dev.runbook.api.host;

import dev.runbook.api.FileMode;
import dev.runbook.api.Reversal;
import dev.runbook.api.ShellScript;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes one directory; the one it is in must exist.
 *
 * @param path absolute
 * @param mode permission bits
 * @param owner name or number
 * @param group name or number
 */
public record MakeDirectory(String path, int mode, String owner, String group) implements FileAction {
    @Override
    public String summary() {
        return "make directory " + path;
    }

    @Override
    public @Nullable Left at(String asked) {
        return asked.equals(path)
                ? Left.Stands.directory(new FileInfo(
                        FileInfo.Type.DIRECTORY, mode, owner, group, FileInfo.NOT_YET, FileInfo.NOT_YET, null))
                : null;
    }

    @Override
    public List<String> paths() {
        return List.of(path);
    }

    @Override
    public ShellScript script() {
        return ShellScript.of(Beside.begin("make directory", path)
                + "e=$(mkdir -- \"$p\" 2>&1) || no \"$e\"\n"
                + "e=$(chown " + ShellScript.quote(owner + ":" + group) + " \"$p\" 2>&1 && chmod 0" + FileMode.of(mode)
                + " \"$p\" 2>&1) || { rmdir -- \"$p\"; no \"$e\"; }\n");
    }

    @Override
    public Reversal reversal() {
        return new Reversal.Reversible(List.of(new RemovePath(path, false, null)));
    }
}
