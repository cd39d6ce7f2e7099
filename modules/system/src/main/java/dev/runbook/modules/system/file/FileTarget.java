package dev.runbook.modules.system.file;

import dev.runbook.api.Action;
import dev.runbook.api.Content;
import dev.runbook.api.FileMode;
import dev.runbook.api.Query;
import dev.runbook.api.TaskFailedException;
import dev.runbook.api.World;
import dev.runbook.api.host.Before;
import dev.runbook.api.host.FileContent;
import dev.runbook.api.host.FileInfo;
import dev.runbook.api.host.FileStatus;
import dev.runbook.api.host.Paths;
import dev.runbook.api.host.RealPath;
import dev.runbook.api.host.SetAttributes;
import dev.runbook.api.host.WriteFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A path where a file with certain content is to stand: what copy, file_template and lineinfile have in common. */
final class FileTarget {
    static final int FILE_MODE = 0644;
    static final int SECRET_MODE = 0600;

    private FileTarget() {}

    /**
     * Reads what stands there.
     *
     * @param known the checksum that the content will have, where that can be told
     */
    static FileState observe(World world, String asked, FileSpec spec, @Nullable String known) {
        String path = HostPaths.resolve(asked, world);
        prefetch(world, path, spec, known);
        FileInfo info = world.ask(new FileStatus(path, false));
        if (info != null && info.isLink() && spec.follow()) {
            path = world.ask(new RealPath(path));
            prefetch(world, path, spec, known);
            info = world.ask(new FileStatus(path, false));
        }
        FileInfo parent = world.ask(new FileStatus(Paths.parent(path), true));
        Ownership ownership = Ownership.of(world, spec.owner(), spec.group(), parent);
        if (info != null && !info.isFile() && !info.isLink()) {
            throw new TaskFailedException(
                    path + " is " + Kind.of(info).described() + "; it cannot be replaced by a file");
        }
        if (info == null) {
            requireDirectory(Paths.parent(path), parent);
        }
        Content content = info != null && info.isFile() ? world.ask(content(path, spec, known)) : null;
        return state(path, info, content, ownership);
    }

    private static void prefetch(World world, String path, FileSpec spec, @Nullable String known) {
        List<Query<?>> queries = new ArrayList<>(Ownership.queries(spec.owner(), spec.group()));
        queries.add(new FileStatus(path, false));
        queries.add(new FileStatus(Paths.parent(path), true));
        queries.add(content(path, spec, known));
        world.prefetch(queries);
    }

    private static FileContent content(String path, FileSpec spec, @Nullable String known) {
        return new FileContent(path, spec.secret() ? 0 : spec.limit(), known);
    }

    static void requireDirectory(String directory, @Nullable FileInfo info) {
        if (info == null || !info.isDirectory()) {
            throw new TaskFailedException(
                    "the directory " + directory + (info == null ? " does not exist" : " is not a directory"), null,
                    List.of("Make it in an earlier task: `file: {path: " + directory + ", state: directory}`."));
        }
    }

    private static FileState state(
            String path, @Nullable FileInfo info, @Nullable Content content, Ownership ownership) {
        return new FileState(path, Kind.of(info), content, info == null ? null : octal(info.mode()),
                info == null ? null : info.owner(), info == null ? null : info.group(), null,
                new FileState.Seen(info, ownership));
    }

    static String octal(int mode) {
        return FileMode.of(mode).toString();
    }

    /** With this content, and with the attributes asked for. */
    static FileState wanted(FileState current, Content content, FileSpec spec) {
        FileInfo info = current.state() == Kind.FILE ? current.seen().info() : null;
        Ownership ownership = current.seen().ownership();
        int present = info != null ? info.mode() : spec.secret() ? SECRET_MODE : FILE_MODE;
        int mode = spec.mode() == null ? present : spec.mode().apply(present, false);
        boolean same = content.equals(current.content());
        String backup = spec.backup() && current.content() != null && !same
                ? WriteFile.backupOf(current.path(), current.content())
                : null;
        return new FileState(
                current.path(), Kind.FILE, same ? current.content() : spec.secret() ? hidden(content) : content,
                octal(mode), chosen(ownership.owner(), info == null ? null : info.owner(), ownership.newOwner()),
                chosen(ownership.group(), info == null ? null : info.group(), ownership.newGroup()), backup,
                current.seen());
    }

    static Content hidden(Content content) {
        return new Content(content.sha256(), content.size(), null);
    }

    /** What is asked for, else what is there, else what new files get. */
    static String chosen(@Nullable String asked, @Nullable String present, String fresh) {
        return asked != null ? asked : present != null ? present : fresh;
    }

    static List<Action> actions(FileState current, FileState wanted, WriteFile.Source source, FileSpec spec) {
        if (current.equals(wanted)) {
            return List.of();
        }
        FileInfo info = current.seen().info();
        if (info != null && info.isFile() && Objects.equals(current.content(), wanted.content())) {
            return List.of(attributes(current.path(), info, text(wanted.mode()), text(wanted.owner()),
                    text(wanted.group())));
        }
        return List.of(new WriteFile(current.path(), source, bits(text(wanted.mode())), text(wanted.owner()),
                text(wanted.group()), spec.validate(), wanted.backupFile(),
                info == null ? null : new Before(info, current.content())));
    }

    /** Sets what differs from what is there. */
    static SetAttributes attributes(String path, FileInfo info, String mode, String owner, String group) {
        boolean sameOwner = owner.equals(info.owner()) && group.equals(info.group());
        // Giving a file away drops its set-user-ID bits, so they are set again.
        boolean sameMode = bits(mode) == info.mode() && (sameOwner || (info.mode() & 06000) == 0);
        return new SetAttributes(path, sameMode ? null : FileMode.of(bits(mode)),
                owner.equals(info.owner()) ? null : owner, group.equals(info.group()) ? null : group,
                SetAttributes.Scope.PATH, Map.of("", info));
    }

    static int bits(String octal) {
        return FileMode.parse(octal).apply(0, false);
    }

    /** A component that is there in every wanted state of a file. */
    static String text(@Nullable String component) {
        return Objects.requireNonNull(component);
    }

    /** A parameter that must not be there together with another one. */
    static void checkValidate(@Nullable String validate) {
        if (validate == null) {
            return;
        }
        if (!validate.contains("%s")) {
            throw new dev.runbook.api.InvalidParameterException("validate",
                    "the command must contain %s, which stands for the file to be validated",
                    "Example: `validate: visudo -cf %s`");
        }
        try {
            dev.runbook.api.host.ShellWords.split(validate);
        } catch (IllegalArgumentException e) {
            throw new dev.runbook.api.InvalidParameterException("validate", String.valueOf(e.getMessage()));
        }
    }
}
