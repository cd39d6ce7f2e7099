package dev.runbook.api.host;

import dev.runbook.api.Content;
import dev.runbook.api.FileMode;
import dev.runbook.api.Payload;
import dev.runbook.api.Reversal;
import dev.runbook.api.ShellScript;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts a file in place, whole or not at all: the content goes into a private directory beside the target, under the
 * target's own name, so that programs that check it see the name they expect; it gets its attributes there and is
 * renamed. Whatever fails, what stood at the path is left as it was and nothing else stays behind.
 *
 * @param path absolute; its directory must exist. A link that stands there is replaced, not followed
 * @param source where the bytes come from
 * @param mode permission bits
 * @param owner name or number
 * @param group name or number
 * @param validate a command that must succeed on the new file before it is put in place; {@code %s} is its path. Split
 *     into words as a shell does, nothing is expanded
 * @param backup where a copy of the former file is kept, or null
 * @param before what stood there, so that it can be put back
 */
public record WriteFile(
        String path,
        Source source,
        int mode,
        String owner,
        String group,
        @Nullable String validate,
        @Nullable String backup,
        @Nullable Before before)
        implements FileAction {
    /** Where the bytes come from. */
    public sealed interface Source {}

    /** Sent by the engine. */
    public record Sent(Payload payload) implements Source {}

    /**
     * A file that is on the host already.
     *
     * @param path absolute, links followed
     * @param sha256 its checksum, where it is known; verified then
     * @param size in bytes, or {@link FileInfo#NOT_YET}
     */
    public record OnHost(String path, @Nullable String sha256, long size) implements Source {}

    public WriteFile(String path, Payload payload, int mode, String owner, String group, @Nullable Before before) {
        this(path, new Sent(payload), mode, owner, group, null, null, before);
    }

    /** A name for a backup that depends on nothing but the content: {@code /etc/hosts.3f2a91bc04de~}. */
    public static String backupOf(String path, Content content) {
        return path + "." + content.sha256().substring(0, 12) + "~";
    }

    @Override
    public String summary() {
        return "write " + path;
    }

    @Override
    public @Nullable Left at(String asked) {
        if (asked.equals(path)) {
            return switch (source) {
                case Sent sent -> Left.Stands.file(info(sent.payload().size()), sent.payload());
                case OnHost there -> Left.Stands.file(info(there.size()), there.sha256());
            };
        }
        if (asked.equals(backup) && before != null) {
            Content content = before.content();
            return content != null && content.text() != null
                    ? Left.Stands.file(before.info(), Payload.of(content.text()))
                    : Left.Stands.file(before.info(), content == null ? null : content.sha256());
        }
        return null;
    }

    private FileInfo info(long size) {
        return new FileInfo(FileInfo.Type.FILE, mode, owner, group, size, FileInfo.NOT_YET, null);
    }

    @Override
    public List<String> paths() {
        return backup == null ? List.of(path) : List.of(backup, path);
    }

    @Override
    public ShellScript script() {
        StringBuilder script = new StringBuilder(Beside.begin("write", path));
        script.append("if [ -d \"$p\" ] && [ ! -L \"$p\" ]; then no 'it is a directory'; fi\nbeside\nt=$w/${p##*/}\n");
        switch (source) {
            case Sent sent -> script.append("e=$(cat 2>&1 >\"$t\") || no \"$e\"\n")
                    .append("n=$(($(wc -c <\"$t\")))\nif [ \"$n\" -ne ").append(sent.payload().size())
                    .append(" ]; then no \"only $n of ").append(sent.payload().size()).append(" bytes arrived\"; fi\n");
            case OnHost there -> copy(script, there);
        }
        script.append("e=$(chown ").append(ShellScript.quote(owner + ":" + group)).append(" \"$t\" 2>&1) || no \"$e\"\n")
                .append("e=$(chmod ").append(FileMode.of(mode)).append(" \"$t\" 2>&1) || no \"$e\"\n");
        if (validate != null) {
            script.append("e=$(").append(command(validate)).append(" 2>&1 </dev/null) || ")
                    .append("{ r=$?; printf '%s\\n' \"$e\" >&2; fail \"the new content does not pass: \"")
                    .append(ShellScript.quote(validate)).append("\" (exit status $r)\"; }\n");
        }
        if (backup != null) {
            script.append("if [ -f \"$p\" ]; then\n  e=$(cp -p -- \"$p\" \"$w/.backup\" 2>&1 && mv -f -- \"$w/.backup\" ")
                    .append(ShellScript.quote(backup)).append(" 2>&1) || no \"$e\"\nfi\n");
        }
        return new ShellScript(
                script.append("place \"$t\"\n").toString(), source instanceof Sent sent ? sent.payload() : null);
    }

    private static void copy(StringBuilder script, OnHost there) {
        script.append("e=$(cp -- ").append(ShellScript.quote(there.path())).append(" \"$t\" 2>&1) || no \"$e\"\n");
        if (there.sha256() != null) {
            script.append("h=$(sha256sum <\"$t\")\nif [ \"${h%% *}\" != ").append(there.sha256())
                    .append(" ]; then no ").append(ShellScript.quote(there.path() + " has changed meanwhile"))
                    .append("; fi\n");
        }
    }

    private static String command(String validate) {
        StringBuilder command = new StringBuilder();
        for (String word : ShellWords.split(validate)) {
            StringBuilder quoted = new StringBuilder();
            String[] parts = word.split("%s", -1);
            for (int i = 0; i < parts.length; i++) {
                quoted.append(i == 0 ? "" : "\"$t\"").append(parts[i].isEmpty() ? "" : ShellScript.quote(parts[i]));
            }
            command.append(command.isEmpty() ? "" : " ").append(quoted.isEmpty() ? "''" : quoted);
        }
        return command.toString();
    }

    @Override
    public Reversal reversal() {
        return Before.restore(path, before, backup);
    }
}
