package dev.runbook.api.host;

import dev.runbook.api.Reversal;
import dev.runbook.api.ShellScript;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Removes what stands at a path. A link is removed, not what it leads to.
 *
 * @param path absolute, and not the root
 * @param recursive with everything in a directory; otherwise a directory must be empty
 * @param before what stood there, so that it can be put back
 */
public record RemovePath(String path, boolean recursive, @Nullable Before before) implements FileAction {
    public RemovePath {
        boolean safe = path.startsWith("/") && !Paths.normal(path).equals("/");
        for (String part : path.split("/")) {
            safe &= !part.equals("..");
        }
        if (!safe) {
            throw new IllegalArgumentException("refuses to remove \"" + path + "\"");
        }
    }

    @Override
    public String summary() {
        return "remove " + path;
    }

    @Override
    public @Nullable Left at(String asked) {
        return Paths.within(asked, path) ? new Left.Gone() : null;
    }

    @Override
    public List<String> paths() {
        return List.of(path);
    }

    @Override
    public ShellScript script() {
        return ShellScript.of("p=" + ShellScript.quote(path) + "\n"
                + (recursive
                        ? "rm -rf -- \"$p\"\n"
                        : "if [ -d \"$p\" ] && [ ! -L \"$p\" ]; then rmdir -- \"$p\"; else rm -f -- \"$p\"; fi\n"));
    }

    @Override
    public Reversal reversal() {
        if (before == null) {
            return new Reversal.Irreversible("what stood at " + path + " was not kept");
        }
        if (before.info().isDirectory() && recursive) {
            return new Reversal.Irreversible("what was in " + path + " was not kept");
        }
        return Before.restore(path, before, null);
    }
}
