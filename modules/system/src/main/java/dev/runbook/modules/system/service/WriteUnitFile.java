package dev.runbook.modules.system.service;

import dev.runbook.api.FileMode;
import dev.runbook.api.Payload;
import dev.runbook.api.ShellScript;
import dev.runbook.api.host.FileAction;
import dev.runbook.api.host.FileInfo;
import dev.runbook.api.host.Left;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts the file of a unit in place, as a whole or not at all.
 *
 * @param path absolute
 */
public record WriteUnitFile(String path, Payload content, int mode, String owner, String group)
        implements FileAction {
    @Override
    public String summary() {
        return "write " + path;
    }

    @Override
    public ShellScript script() {
        return new ShellScript(
                """
                p=%s
                d=${p%%/*}
                [ -d "$d" ] || mkdir -p -- "$d" || exit
                umask 077
                t=$(mktemp "$d/.unit.XXXXXX") || exit
                trap 'rm -f -- "$t"' EXIT
                cat >"$t" &&
                chown %s "$t" && chmod %s "$t" && mv -f -- "$t" "$p"
                """.formatted(
                        ShellScript.quote(path), ShellScript.quote(owner + ":" + group), FileMode.octal(mode)),
                content);
    }

    @Override
    public @Nullable Left at(String asked) {
        return asked.equals(path)
                ? Left.Stands.file(
                        new FileInfo(
                                FileInfo.Type.FILE,
                                mode,
                                owner,
                                group,
                                content.size(),
                                FileInfo.NOT_YET,
                                null),
                        content)
                : null;
    }

    @Override
    public List<String> paths() {
        return List.of(path);
    }
}
