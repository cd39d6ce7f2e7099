package dev.runbook.modules.system.file;

import dev.runbook.api.Action;
import dev.runbook.api.FileMode;
import dev.runbook.api.InvalidParameterException;
import dev.runbook.api.Module;
import dev.runbook.api.Observed;
import dev.runbook.api.Param;
import dev.runbook.api.Query;
import dev.runbook.api.ResourceModule;
import dev.runbook.api.SourceFile;
import dev.runbook.api.TaskFailedException;
import dev.runbook.api.World;
import dev.runbook.api.host.ArchiveDifferences;
import dev.runbook.api.host.ArchiveDifferences.Difference;
import dev.runbook.api.host.ExtractArchive;
import dev.runbook.api.host.FileInfo;
import dev.runbook.api.host.FileStatus;
import dev.runbook.api.host.MemberChoice;
import dev.runbook.api.host.Paths;
import dev.runbook.api.host.WriteFile;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Unpacks archives. */
@Module(
        name = "unarchive",
        summary = "Unpacks an archive into a directory on the host",
        description = {
            "Understands tar, plain or compressed with gzip, xz, bzip2 or zstd, and zip, whatever the file is called. What "
                    + "is there already is compared with the archive: only what is missing or different counts as a "
                    + "change, and a file that was changed by hand is put right.",
            "With `creates` the archive is not looked at when that path exists, which is faster for large ones, and the "
                    + "task can be previewed before the archive is on the host.",
            "A zip, and an archive that is sent from here, are compared by content; a tar on the host by permissions and "
                    + "links too. Names in a zip that are not ASCII come out as the host's unzip reads them.",
            "Unpacked files belong to the user who unpacks them, whatever the archive says, unless `owner` and `group` "
                    + "are given."
        },
        examples = {
            """
            - unarchive:
                src: /var/cache/prometheus-2.54.1.linux-amd64.tar.gz
                remote_src: true
                dest: /opt/prometheus
                strip: 1
                creates: /opt/prometheus/prometheus
            """,
            """
            - unarchive: {src: site.zip, dest: /srv/www, exclude: ['*.map'], owner: www-data, group: www-data}
            """
        })
public final class UnarchiveModule implements ResourceModule<UnarchiveModule.Parameters, UnarchiveModule.State> {
    /** What a task gives. */
    public record Parameters(
            @Param(value = "The archive, looked for in the role's `files` directory and beside the runbook. With "
                    + "`remote_src`, a path on the host.", onHostWhen = "remoteSrc")
            SourceFile src,
            @Param("The directory to unpack into; it must exist.") String dest,
            @Param(value = "Takes `src` from the host itself.", defaultValue = "false") boolean remoteSrc,
            @Param(value = "How many leading components of the names in the archive to leave out.",
                    aliases = "strip_components", defaultValue = "0")
            int strip,
            @Param("Patterns of names in the archive; only these are unpacked. `*` also matches slashes.")
            List<String> include,
            @Param("Patterns of names in the archive that are left out.") List<String> exclude,
            @Param("When something stands at this path, the archive is not unpacked.") @Nullable String creates,
            @Param("The user who owns what is unpacked.") @Nullable String owner,
            @Param("The group of what is unpacked.") @Nullable String group,
            @Param("Permissions of files, octal or symbolic; those in the archive when left out.")
            @Nullable FileMode mode) {
        public Parameters {
            include = List.copyOf(include);
            exclude = List.copyOf(exclude);
            HostPaths.check("dest", dest);
            if (creates != null) {
                HostPaths.check("creates", creates);
            }
            if (remoteSrc) {
                HostPaths.check("src", src.name());
            }
            if (strip < 0) {
                throw new InvalidParameterException("strip", "expected 0 or more, found " + strip);
            }
        }

        MemberChoice choice() {
            return new MemberChoice(include, exclude);
        }
    }

    /**
     * What of the archive is there.
     *
     * @param path the directory in full
     * @param created whether the path exists that {@code creates} names; null without it
     * @param files the members, by path below the directory; empty with {@code creates}
     */
    public record State(
            @Observed String path,
            @Nullable Boolean created,
            Map<String, Member> files,
            @Observed(internal = true) Seen seen) {}

    /** How one member is on the host. Attributes are there only where the task gives them. */
    public record Member(Content content, @Nullable String owner, @Nullable String group, @Nullable String mode) {}

    /** How the content on the host is compared with the archive. */
    public enum Content {
        MISSING,
        DIFFERENT,
        AS_IN_ARCHIVE
    }

    /**
     * @param source the archive
     * @param names for each file its name in the archive
     * @param infos what stands there, where attributes are asked for
     */
    public record Seen(
            WriteFile.Source source,
            Map<String, String> names,
            Map<String, FileInfo> infos,
            Ownership ownership) {}

    @Override
    public State observe(Parameters parameters, World world) {
        String dest = HostPaths.resolve(parameters.dest(), world);
        List<Query<?>> queries = new ArrayList<>(Ownership.queries(parameters.owner(), parameters.group()));
        queries.add(new FileStatus(dest, true));
        String creates = parameters.creates() == null ? null : HostPaths.resolve(parameters.creates(), world);
        if (creates != null) {
            queries.add(new FileStatus(creates, true));
        }
        String src = parameters.remoteSrc() ? HostPaths.resolve(parameters.src().name(), world) : null;
        if (src != null) {
            queries.add(new FileStatus(src, true));
            if (creates == null) {
                queries.add(new ArchiveDifferences(src, dest, parameters.strip()));
            }
        }
        world.prefetch(queries);
        boolean created = creates != null && world.ask(new FileStatus(creates, true)) != null;
        Ownership ownership = Ownership.of(world, parameters.owner(), parameters.group(), null);
        WriteFile.Source source = src == null ? new WriteFile.Sent(parameters.src().payload())
                : new WriteFile.OnHost(src, null, FileInfo.NOT_YET);
        if (created) {
            return new State(dest, true, Map.of(), new Seen(source, Map.of(), Map.of(), ownership));
        }
        FileTarget.requireDirectory(dest, world.ask(new FileStatus(dest, true)));
        if (src != null) {
            FileInfo archive = world.ask(new FileStatus(src, true));
            if (archive == null || !archive.isFile()) {
                throw new TaskFailedException(src + (archive == null ? " does not exist on the host"
                        : " is " + Kind.of(archive).described() + ", not an archive"));
            }
        }
        if (creates != null) {
            return new State(dest, false, Map.of(), new Seen(source, Map.of(), Map.of(), ownership));
        }
        Map<String, Difference> members = src != null ? onHost(src, dest, parameters, world)
                : LocalArchive.differences(parameters, dest, world);
        return state(parameters, dest, members, source, ownership, world);
    }

    private static Map<String, Difference> onHost(String src, String dest, Parameters parameters, World world) {
        Map<String, Difference> members = world.ask(new ArchiveDifferences(src, dest, parameters.strip()));
        if (members == null) {
            throw new TaskFailedException(src + " does not exist on the host");
        }
        return members;
    }

    private static State state(Parameters parameters, String dest, Map<String, Difference> members,
            WriteFile.Source source, Ownership ownership, World world) {
        Map<String, Member> files = new TreeMap<>();
        Map<String, String> names = new TreeMap<>();
        Map<String, FileInfo> infos = new TreeMap<>();
        boolean attributes = parameters.owner() != null || parameters.group() != null || parameters.mode() != null;
        if (attributes) {
            world.prefetch(members.keySet().stream().filter(parameters.choice()::chooses)
                    .map(name -> new FileStatus(Paths.below(dest, relative(name, parameters)), false)).toList());
        }
        for (Map.Entry<String, Difference> member : members.entrySet()) {
            String name = relative(member.getKey(), parameters);
            if (!parameters.choice().chooses(member.getKey())) {
                continue;
            }
            FileInfo info = attributes && member.getValue() != Difference.MISSING
                    ? world.ask(new FileStatus(Paths.below(dest, name), false)) : null;
            if (info != null) {
                infos.put(name, info);
            }
            names.put(name, member.getKey());
            files.put(name, member(parameters, member.getValue(), info));
        }
        if (files.isEmpty()) {
            throw new TaskFailedException("nothing in the archive is left to unpack after `include`, `exclude` and `strip`",
                    null, List.of("Names in it are, for example: "
                            + String.join(", ", members.keySet().stream().limit(5).toList())));
        }
        return new State(dest, null, Collections.unmodifiableMap(files),
                new Seen(source, Collections.unmodifiableMap(names), Collections.unmodifiableMap(infos), ownership));
    }

    private static String relative(String member, Parameters parameters) {
        return ArchiveDifferences.stripped(member, parameters.strip());
    }

    private static Member member(Parameters parameters, Difference difference, @Nullable FileInfo info) {
        boolean mode = parameters.mode() != null;
        Content content =
                switch (difference) {
                    case MISSING -> Content.MISSING;
                    case DIFFERENT -> Content.DIFFERENT;
                    case MODE -> mode ? Content.AS_IN_ARCHIVE : Content.DIFFERENT;
                    case NONE -> Content.AS_IN_ARCHIVE;
                };
        return new Member(content, info == null || parameters.owner() == null ? null : info.owner(),
                info == null || parameters.group() == null ? null : info.group(),
                info == null || !mode || !info.isFile() ? null : FileTarget.octal(info.mode()));
    }

    @Override
    public State wanted(Parameters parameters, State current) {
        if (current.created() != null) {
            return new State(current.path(), true, Map.of(), current.seen());
        }
        Map<String, Member> files = new TreeMap<>();
        Ownership ownership = current.seen().ownership();
        current.files().forEach((name, member) -> {
            FileInfo info = current.seen().infos().get(name);
            boolean file = info == null ? !current.seen().names().getOrDefault(name, "").endsWith("/") : info.isFile();
            String mode = parameters.mode() == null || !file ? null
                    : info == null && parameters.mode().symbolic() ? null
                    : FileTarget.octal(parameters.mode().apply(info == null ? 0 : info.mode(), false));
            files.put(name, new Member(Content.AS_IN_ARCHIVE, ownership.owner(), ownership.group(), mode));
        });
        return new State(current.path(), null, Collections.unmodifiableMap(files), current.seen());
    }

    @Override
    public List<Action> actions(Parameters parameters, State current, State wanted) {
        if (current.equals(wanted)) {
            return List.of();
        }
        Seen seen = current.seen();
        Ownership ownership = seen.ownership();
        List<String> changes = current.created() != null ? null
                : current.files().entrySet().stream().filter(e -> !e.getValue().equals(wanted.files().get(e.getKey())))
                        .map(e -> seen.names().getOrDefault(e.getKey(), e.getKey())).toList();
        return List.of(new ExtractArchive(seen.source(), current.path(), parameters.strip(), parameters.choice(), changes,
                ownership.owner(), ownership.group(), parameters.mode(), known(parameters, current)));
    }

    /** With {@code creates} and plain names to include, what will be there is known by name. */
    private static @Nullable List<String> known(Parameters parameters, State current) {
        if (current.created() == null || parameters.include().isEmpty()
                || parameters.include().stream().anyMatch(dev.runbook.api.host.PathMatches::isPattern)) {
            return null;
        }
        return parameters.include().stream()
                .map(name -> Paths.below(current.path(), relative(name, parameters))).toList();
    }

    @Override
    public String target(Parameters parameters) {
        return parameters.dest();
    }
}
