package dev.runbook.modules.prometheus;

import dev.runbook.api.Action;
import dev.runbook.api.Content;
import dev.runbook.api.FileMode;
import dev.runbook.api.InvalidParameterException;
import dev.runbook.api.Payload;
import dev.runbook.api.TaskFailedException;
import dev.runbook.api.World;
import dev.runbook.api.host.Before;
import dev.runbook.api.host.FileContent;
import dev.runbook.api.host.FileInfo;
import dev.runbook.api.host.FileStatus;
import dev.runbook.api.host.Paths;
import dev.runbook.api.host.RemovePath;
import dev.runbook.api.host.SetAttributes;
import dev.runbook.api.host.WhoAmI;
import dev.runbook.api.host.WriteFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A file of Prometheus's configuration: what stands at its path.
 *
 * @param mode in octal
 */
record ManagedFile(Content content, String owner, String group, String mode) {
    /** As much of a file as is read to be edited, in bytes. */
    static final int LIMIT = 1 << 20;

    /** Checks a path on the host. */
    static void checkPath(String parameter, String path) {
        if (!path.startsWith("/") || List.of(path.split("/")).contains("..")) {
            throw new InvalidParameterException(parameter, "expected an absolute path without .., not " + path);
        }
    }

    /**
     * Reads it.
     *
     * @param known the checksum of the content that it shall have, or null to read any text
     * @return null where there is none
     * @throws TaskFailedException where something else is in the way, or there is no directory for it
     */
    static @Nullable ManagedFile observe(World world, String path, @Nullable Content wanted) {
        FileContent question = new FileContent(path, LIMIT, wanted == null ? null : wanted.sha256());
        String directory = Paths.parent(path);
        world.prefetch(List.of(new FileStatus(path, true), question, new FileStatus(directory, true), new WhoAmI()));
        FileInfo info = world.ask(new FileStatus(path, true));
        if (info == null) {
            FileInfo parent = world.ask(new FileStatus(directory, true));
            if (parent == null || !parent.isDirectory()) {
                throw new TaskFailedException(
                        "the directory " + directory + " does not exist",
                        null,
                        List.of("Make it in an earlier task: `file: {path: " + directory + ", state: directory}`."));
            }
            return null;
        }
        Content content = info.isFile() ? world.ask(question) : null;
        if (content == null) {
            throw new TaskFailedException(path + " is in the way: it is not a file");
        }
        return new ManagedFile(
                wanted != null && content.equals(wanted) ? wanted : content,
                info.owner(),
                info.group(),
                FileMode.of(info.mode()).toString());
    }

    /** With this content, and with those attributes that are asked for. */
    static ManagedFile wanted(@Nullable ManagedFile current, Content content, Attributes asked, WhoAmI.Identity me) {
        String mode = asked.mode() != null
                ? FileMode.of(asked.mode().apply(0644, false)).toString()
                : current != null ? current.mode() : "0644";
        return new ManagedFile(
                current != null && content.equals(current.content()) ? current.content() : content,
                asked.owner() != null ? asked.owner() : current != null ? current.owner() : me.user(),
                asked.group() != null ? asked.group() : current != null ? current.group() : me.group(),
                mode);
    }

    /** Those that a task asks for. */
    record Attributes(@Nullable String owner, @Nullable String group, @Nullable FileMode mode) {
        static final Attributes NONE = new Attributes(null, null, null);
    }

    /** What leads there. */
    static List<Action> actions(
            String path,
            @Nullable ManagedFile current,
            @Nullable ManagedFile wanted,
            @Nullable String text,
            @Nullable String validate,
            boolean backup) {
        List<Action> actions = new ArrayList<>();
        if (wanted == null && current != null) {
            actions.add(new RemovePath(path, false, current.before()));
        } else if (wanted != null && !wanted.equals(current)) {
            if (current != null && current.content().equals(wanted.content())) {
                actions.add(new SetAttributes(
                        path,
                        current.mode().equals(wanted.mode()) ? null : FileMode.parse(wanted.mode()),
                        current.owner().equals(wanted.owner()) ? null : wanted.owner(),
                        current.group().equals(wanted.group()) ? null : wanted.group(),
                        SetAttributes.Scope.PATH,
                        Map.of("", current.info())));
            } else {
                actions.add(new WriteFile(
                        path,
                        new WriteFile.Sent(Payload.of(Objects.requireNonNull(text))),
                        FileMode.parse(wanted.mode()).apply(0, false),
                        wanted.owner(),
                        wanted.group(),
                        validate,
                        backup && current != null ? WriteFile.backupOf(path, current.content()) : null,
                        current == null ? null : current.before()));
            }
        }
        return actions;
    }

    private Before before() {
        return new Before(info(), content);
    }

    private FileInfo info() {
        return new FileInfo(FileInfo.Type.FILE, FileMode.parse(mode).apply(0, false), owner, group, content.size(),
                FileInfo.NOT_YET, null);
    }
}
