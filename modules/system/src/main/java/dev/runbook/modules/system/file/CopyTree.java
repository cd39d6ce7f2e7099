package dev.runbook.modules.system.file;

import dev.runbook.api.Action;
import dev.runbook.api.Content;
import dev.runbook.api.Query;
import dev.runbook.api.SourceFile;
import dev.runbook.api.TaskFailedException;
import dev.runbook.api.World;
import dev.runbook.api.host.FileContent;
import dev.runbook.api.host.FileInfo;
import dev.runbook.api.host.FileStatus;
import dev.runbook.api.host.MakeDirectory;
import dev.runbook.api.host.Paths;
import dev.runbook.modules.system.file.CopySource.Sourced;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Copies of directories: one state for each file, so that the diff shows each. */
final class CopyTree {
    private CopyTree() {}

    /**
     * One file or directory below the destination.
     *
     * @param mode octal
     */
    public record Entry(
            Kind state,
            @Nullable Content content,
            @Nullable String mode,
            @Nullable String owner,
            @Nullable String group) {}

    /**
     * @param sources by path below the destination, which itself is ""
     * @param infos what stands there, by the same paths
     */
    public record Seen(Map<String, Sourced> sources, Map<String, FileInfo> infos) {}

    static CopyModule.State observe(CopyModule.Parameters parameters, World world) {
        Map<String, Sourced> sources = CopySource.tree(parameters, world);
        String root = HostPaths.resolve(parameters.dest(), world);
        SourceFile src = Objects.requireNonNull(parameters.src());
        if (!src.name().endsWith("/")) {
            root = Paths.below(root, Paths.name(Paths.normal("/" + src.name())));
        }
        List<Query<?>> queries = new ArrayList<>(Missing.queries(root));
        queries.addAll(Ownership.queries(parameters.owner(), parameters.group()));
        for (Map.Entry<String, Sourced> source : sources.entrySet()) {
            String path = Paths.below(root, source.getKey());
            queries.add(new FileStatus(path, source.getValue().source() == null));
            if (source.getValue().source() != null) {
                queries.add(content(parameters, path, source.getValue()));
            }
        }
        world.prefetch(queries);
        List<String> missing = Missing.directories(world, root);
        FileInfo parent = missing.isEmpty() ? null
                : world.ask(new FileStatus(Paths.parent(missing.getFirst()), true));
        Ownership ownership = Ownership.of(world, parameters.owner(), parameters.group(), parent);
        Map<String, FileInfo> infos = new TreeMap<>();
        Map<String, Entry> entries = new TreeMap<>();
        for (Map.Entry<String, Sourced> source : sources.entrySet()) {
            String path = Paths.below(root, source.getKey());
            boolean directory = source.getValue().source() == null;
            FileInfo info = world.ask(new FileStatus(path, directory));
            if (info != null) {
                infos.put(source.getKey(), info);
            }
            check(path, info, directory);
            if (!source.getKey().isEmpty()) {
                Content content = info != null && info.isFile()
                        ? world.ask(content(parameters, path, source.getValue()))
                        : null;
                entries.put(source.getKey(), entry(info, content));
            }
        }
        Entry top = entry(infos.get(""), null);
        return new CopyModule.State(root, top.state(), null, top.mode(), top.owner(), top.group(),
                Collections.unmodifiableMap(entries), null,
                new CopyModule.Seen(null, null, new Seen(sources, infos), missing, ownership));
    }

    private static FileContent content(CopyModule.Parameters parameters, String path, Sourced source) {
        return new FileContent(path, parameters.secret() ? 0 : Content.DIFF_LIMIT, source.content().sha256());
    }

    private static void check(String path, @Nullable FileInfo info, boolean directory) {
        if (info != null && (directory ? !info.isDirectory() : !info.isFile() && !info.isLink())) {
            throw new TaskFailedException(path + " is " + Kind.of(info).described() + "; it cannot be replaced by "
                    + (directory ? "a directory" : "a file"));
        }
    }

    private static Entry entry(@Nullable FileInfo info, @Nullable Content content) {
        return info == null
                ? new Entry(Kind.ABSENT, null, null, null, null)
                : new Entry(Kind.of(info), content, FileTarget.octal(info.mode()), info.owner(), info.group());
    }

    static CopyModule.State wanted(CopyModule.Parameters parameters, CopyModule.State current) {
        Seen seen = Objects.requireNonNull(current.seen().tree());
        Ownership ownership = current.seen().ownership();
        Map<String, Entry> entries = new TreeMap<>();
        current.files().forEach((name, entry) -> {
            Sourced source = Objects.requireNonNull(seen.sources().get(name));
            entries.put(name, source.source() == null
                    ? directory(parameters, seen.infos().get(name), ownership, source)
                    : file(parameters, current.path(), name, entry, seen.infos().get(name), ownership, source));
        });
        Entry top = directory(parameters, seen.infos().get(""), ownership,
                Objects.requireNonNull(seen.sources().get("")));
        return new CopyModule.State(current.path(), Kind.DIRECTORY, null, top.mode(), top.owner(), top.group(),
                Collections.unmodifiableMap(entries), null, current.seen());
    }

    /** Directories that are there keep their mode, those of the destination itself everything. */
    private static Entry directory(
            CopyModule.Parameters parameters, @Nullable FileInfo info, Ownership ownership, Sourced source) {
        int mode = info != null ? info.mode() : newDirectory(parameters, ownership, source);
        return new Entry(Kind.DIRECTORY, null, FileTarget.octal(mode),
                FileTarget.chosen(ownership.owner(), info == null ? null : info.owner(), ownership.newOwner()),
                FileTarget.chosen(ownership.group(), info == null ? null : info.group(), ownership.newGroup()));
    }

    private static int newDirectory(CopyModule.Parameters parameters, Ownership ownership, @Nullable Sourced source) {
        if (parameters.directoryMode() != null) {
            return parameters.directoryMode().apply(Missing.DIRECTORY_MODE, true);
        }
        return source != null && "preserve".equals(parameters.mode()) ? source.mode() : Missing.mode(ownership);
    }

    private static Entry file(CopyModule.Parameters parameters, String root, String name, Entry entry,
            @Nullable FileInfo info, Ownership ownership, Sourced source) {
        Content content = !parameters.force() && entry.content() != null ? entry.content() : source.content();
        FileState wanted = FileTarget.wanted(state(root, name, entry, info, ownership), content,
                parameters.spec(source.mode()));
        return new Entry(wanted.state(), wanted.content(), wanted.mode(), wanted.owner(), wanted.group());
    }

    private static FileState state(
            String root, String name, Entry entry, @Nullable FileInfo info, Ownership ownership) {
        return new FileState(Paths.below(root, name), entry.state(), entry.content(), entry.mode(), entry.owner(),
                entry.group(), null, new FileState.Seen(info, ownership));
    }

    static List<Action> actions(CopyModule.Parameters parameters, CopyModule.State current, CopyModule.State wanted) {
        Seen seen = Objects.requireNonNull(current.seen().tree());
        Ownership ownership = current.seen().ownership();
        List<String> missing = current.seen().missing();
        List<Action> actions = directories(
                parameters, missing.subList(0, Math.max(0, missing.size() - 1)), ownership);
        directory(current.path(), seen.infos().get(""),
                new Entry(wanted.state(), null, wanted.mode(), wanted.owner(), wanted.group()), actions);
        wanted.files().forEach((name, entry) -> {
            Sourced source = Objects.requireNonNull(seen.sources().get(name));
            FileInfo info = seen.infos().get(name);
            if (source.source() == null) {
                directory(Paths.below(current.path(), name), info, entry, actions);
                return;
            }
            Entry present = Objects.requireNonNull(current.files().get(name));
            FileState before = state(current.path(), name, present, info, ownership);
            FileSpec spec = parameters.spec(source.mode());
            Content content = Objects.requireNonNull(entry.content());
            actions.addAll(FileTarget.actions(
                    before, FileTarget.wanted(before, content, spec), source.source(), spec));
        });
        return List.copyOf(actions);
    }

    private static void directory(String path, @Nullable FileInfo info, Entry wanted, List<Action> actions) {
        String mode = FileTarget.text(wanted.mode());
        String owner = FileTarget.text(wanted.owner());
        String group = FileTarget.text(wanted.group());
        if (info == null) {
            actions.add(new MakeDirectory(path, FileTarget.bits(mode), owner, group));
        } else if (!owner.equals(info.owner()) || !group.equals(info.group())) {
            actions.add(FileTarget.attributes(path, info, mode, owner, group));
        }
    }

    /** Makes directories that lead to the destination. */
    static List<Action> directories(CopyModule.Parameters parameters, List<String> missing, Ownership ownership) {
        int mode = newDirectory(parameters, ownership, null);
        List<Action> actions = new ArrayList<>();
        missing.forEach(path -> actions.add(
                new MakeDirectory(path, mode, ownership.newOwner(), ownership.newGroup())));
        return actions;
    }
}
