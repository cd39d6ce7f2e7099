package dev.runbook.modules.system.file;

import dev.runbook.api.Content;
import dev.runbook.api.Query;
import dev.runbook.api.TaskFailedException;
import dev.runbook.api.World;
import dev.runbook.api.host.DirectoryTree;
import dev.runbook.api.host.FileContent;
import dev.runbook.api.host.FileInfo;
import dev.runbook.api.host.FileStatus;
import dev.runbook.api.host.Paths;
import dev.runbook.api.host.SameFile;
import dev.runbook.modules.system.file.FileModule.Attributes;
import dev.runbook.modules.system.file.FileModule.Parameters;
import dev.runbook.modules.system.file.FileModule.Seen;
import dev.runbook.modules.system.file.FileModule.State;
import dev.runbook.modules.system.file.FileModule.Wanted;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the file module sees, and what it refuses. */
final class FileObservation {
    private FileObservation() {}

    static State observe(Parameters parameters, World world) {
        String path = HostPaths.resolve(parameters.path(), world);
        Wanted wanted = parameters.chosen();
        String source = source(parameters, path, world);
        prefetch(parameters, path, source, world);
        FileInfo self = world.ask(new FileStatus(path, false));
        boolean itself = wanted == Wanted.LINK || wanted == Wanted.HARD || wanted == Wanted.ABSENT
                || !parameters.follow();
        FileInfo info = itself || self == null || !self.isLink() ? self : world.ask(new FileStatus(path, true));
        if (info == null && self != null && wanted != Wanted.ABSENT) {
            throw new TaskFailedException(path + " is a link to " + self.linkTarget() + ", which does not exist",
                    null, List.of("Add `follow: false` to manage the link itself."));
        }
        FileInfo target = source == null ? null : world.ask(new FileStatus(source, true));
        refuse(parameters, path, wanted, info, source, target);
        List<String> missing = missing(wanted, path, info, world);
        Map<String, FileInfo> tree = tree(parameters, path, info, world);
        FileInfo parent = missing.isEmpty() ? world.ask(new FileStatus(Paths.parent(path), true))
                : world.ask(new FileStatus(Paths.parent(missing.getFirst()), true));
        Ownership ownership = Ownership.of(world, parameters.owner(), parameters.group(), parent);
        boolean lost = info != null && info.isFile() && info.size() <= Content.DIFF_LIMIT
                && (wanted == Wanted.ABSENT || wanted == Wanted.LINK || wanted == Wanted.HARD);
        Seen seen = new Seen(info, target, missing, tree, lost ? content(path, world) : null, ownership);
        Boolean linked = wanted == Wanted.HARD && source != null ? world.ask(new SameFile(path, source)) : null;
        return state(path, info, linked, seen);
    }

    private static State state(String path, @Nullable FileInfo info, @Nullable Boolean linked, Seen seen) {
        Map<String, Attributes> contents = new TreeMap<>();
        seen.tree().forEach((name, entry) -> contents.put(name, attributes(entry)));
        Attributes top = info == null ? null : attributes(info);
        return new State(path, Kind.of(info), top == null ? null : top.mode(), top == null ? null : top.owner(),
                top == null ? null : top.group(), info == null ? null : info.linkTarget(), linked,
                Collections.unmodifiableMap(contents), false, seen);
    }

    static Attributes attributes(FileInfo info) {
        return new Attributes(Kind.of(info), info.isLink() ? null : FileTarget.octal(info.mode()), info.owner(),
                info.group());
    }

    /** What a link leads to, in full: a relative target starts where the link is. */
    private static @Nullable String source(Parameters parameters, String path, World world) {
        String src = parameters.src();
        if (src == null) {
            return null;
        }
        return src.startsWith("/") || src.startsWith("~") ? HostPaths.resolve(src, world)
                : Paths.normal(Paths.below(Paths.parent(path), src));
    }

    private static void prefetch(Parameters parameters, String path, @Nullable String source, World world) {
        List<Query<?>> queries = new ArrayList<>(Ownership.queries(parameters.owner(), parameters.group()));
        queries.add(new FileStatus(path, false));
        queries.addAll(parameters.chosen() == Wanted.DIRECTORY ? Missing.queries(path)
                : List.of(new FileStatus(path, true), new FileStatus(Paths.parent(path), true)));
        if (source != null) {
            queries.add(new FileStatus(source, true));
            if (parameters.state() == Wanted.HARD) {
                queries.add(new SameFile(path, source));
            }
        }
        if (parameters.recurse()) {
            queries.add(new DirectoryTree(path));
        }
        world.prefetch(queries);
    }

    private static void refuse(Parameters parameters, String path, @Nullable Wanted wanted, @Nullable FileInfo info,
            @Nullable String source, @Nullable FileInfo target) {
        boolean link = wanted == Wanted.LINK || wanted == Wanted.HARD;
        if (info == null && (wanted == null || wanted == Wanted.FILE)) {
            throw new TaskFailedException(path + " does not exist", null, List.of(
                    "Use `copy` or `file_template` to make a file, or `state: directory`, `state: touch`, `state: link`."));
        }
        if (info != null && wanted == Wanted.FILE && !info.isFile() || info != null && wanted == Wanted.DIRECTORY
                && !info.isDirectory()) {
            throw new TaskFailedException(path + " is " + Kind.of(info).described() + ", not "
                    + (wanted == Wanted.FILE ? "a file" : "a directory"), null,
                    List.of("Remove it in an earlier task with `state: absent`."));
        }
        if (wanted == Wanted.LINK && source == null && (info == null || !info.isLink())) {
            throw new TaskFailedException("`state: link` needs `src`: there is no link at " + path + " yet");
        }
        if (wanted == Wanted.HARD && (target == null || target.isDirectory())) {
            throw new TaskFailedException(source + (target == null ? " does not exist" : " is a directory")
                    + "; a hard link needs a file");
        }
        if (wanted == Wanted.LINK && source != null && target == null && !parameters.force()) {
            throw new TaskFailedException(source + ", which the link would lead to, does not exist", null,
                    List.of("Make it in an earlier task, or add `force: true` to link to it all the same."));
        }
        if (link && info != null && !info.isLink() && !parameters.force()
                && !(wanted == Wanted.HARD && info.isFile())) {
            throw new TaskFailedException(path + " is " + Kind.of(info).described() + ", not a link", null,
                    List.of("Add `force: true` to replace it."));
        }
    }

    private static List<String> missing(@Nullable Wanted wanted, String path, @Nullable FileInfo info, World world) {
        if (info != null || wanted == Wanted.ABSENT) {
            return List.of();
        }
        if (wanted == Wanted.DIRECTORY) {
            List<String> missing = Missing.directories(world, path);
            return List.copyOf(missing.subList(0, missing.size() - 1));
        }
        FileTarget.requireDirectory(Paths.parent(path), world.ask(new FileStatus(Paths.parent(path), true)));
        return List.of();
    }

    private static Map<String, FileInfo> tree(
            Parameters parameters, String path, @Nullable FileInfo info, World world) {
        boolean emptiness = info != null && info.isDirectory() && parameters.state() == Wanted.LINK;
        if (!emptiness && (!parameters.recurse() || info == null)) {
            return Map.of();
        }
        Map<String, FileInfo> tree = world.ask(new DirectoryTree(path));
        if (emptiness && tree != null && !tree.isEmpty()) {
            throw new TaskFailedException(path + " is a directory that is not empty; it is not replaced by a link");
        }
        return tree == null ? Map.of() : tree;
    }

    /** Kept so that the file can be put back; who may remove a file need not be allowed to read it. */
    private static @Nullable Content content(String path, World world) {
        try {
            return world.ask(new FileContent(path, null));
        } catch (TaskFailedException notReadable) {
            return null;
        }
    }
}
