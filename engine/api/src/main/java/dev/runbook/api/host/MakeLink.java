package dev.runbook.api.host;

import dev.runbook.api.Reversal;
import dev.runbook.api.ShellScript;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes a link, in place of a file or link that may stand there, by a rename.
 *
 * @param path absolute
 * @param target what a symbolic link says; for a hard link an absolute path
 * @param hard another name for the file instead of a symbolic link
 * @param owner of a symbolic link itself
 * @param group of a symbolic link itself
 * @param before what stood there, so that it can be put back
 * @param behind what the link leads to, where it is known
 */
public record MakeLink(
        String path,
        String target,
        boolean hard,
        String owner,
        String group,
        @Nullable Before before,
        @Nullable FileInfo behind)
        implements FileAction {
    @Override
    public String summary() {
        return "link " + path + " to " + target;
    }

    @Override
    public @Nullable Left at(String asked) {
        if (asked.equals(path) && hard) {
            return behind == null
                    ? new Left.Unsure("the attributes of " + target + " are not known")
                    : Left.Stands.file(behind, (String) null);
        }
        if (asked.equals(path)) {
            int size = target.getBytes(StandardCharsets.UTF_8).length;
            return Left.Stands.link(
                    new FileInfo(FileInfo.Type.LINK, 0777, owner, group, size, FileInfo.NOT_YET, target), behind);
        }
        return Paths.within(asked, path)
                ? new Left.Unsure("what " + path + " leads to is not known before the link is there")
                : null;
    }

    @Override
    public List<String> paths() {
        return List.of(path);
    }

    @Override
    public ShellScript script() {
        String make = hard
                ? "e=$(ln -- " + ShellScript.quote(target) + " \"$t\" 2>&1) || no \"$e\"\n"
                : "e=$(ln -s -- " + ShellScript.quote(target) + " \"$t\" 2>&1) || no \"$e\"\n"
                        + "e=$(chown -h " + ShellScript.quote(owner + ":" + group) + " \"$t\" 2>&1) || no \"$e\"\n";
        return ShellScript.of(Beside.begin("link", path)
                + "if [ -d \"$p\" ] && [ ! -L \"$p\" ]; then no 'it is a directory'; fi\nbeside\nt=$w/link\n" + make
                + "place \"$t\"\n");
    }

    @Override
    public Reversal reversal() {
        return Before.restore(path, before, null);
    }
}
