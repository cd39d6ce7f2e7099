package dev.runbook.modules.system.transfer;

import dev.runbook.api.Action;
import dev.runbook.api.FileMode;
import dev.runbook.api.InvalidParameterException;
import dev.runbook.api.Module;
import dev.runbook.api.Observed;
import dev.runbook.api.Param;
import dev.runbook.api.ResourceModule;
import dev.runbook.api.SourceFile;
import dev.runbook.api.TaskFailedException;
import dev.runbook.api.UnknownException;
import dev.runbook.api.World;
import dev.runbook.api.host.FileChecksum;
import dev.runbook.api.host.FileInfo;
import dev.runbook.api.host.FileStatus;
import dev.runbook.api.host.PathMatches;
import dev.runbook.api.host.Paths;
import dev.runbook.api.host.WhoAmI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The module {@code unarchive}. */
@Module(
        name = "unarchive",
        summary = "Unpacks an archive into a directory of the host",
        description = {
            "Takes tar (plain, or compressed as the host's tar can read it) and zip, told by their content. Every file is"
                    + " compared with what the archive has, by checksum; when all are there as they should be, nothing is"
                    + " done. Otherwise files are put in place by a rename, so a program that is running can be replaced.",
            "`include` and `exclude` match the names as they are after `strip`; a name stands for a directory and all in"
                    + " it. Names without wildcards let check mode tell what will be there before the archive itself is."
        },
        examples = {
            "unarchive: {src: /var/cache/app-1.2.tar.gz, remote_src: yes, dest: /opt/app, strip: 1}",
            "unarchive: {src: /var/cache/tools.tar.gz, remote_src: yes, dest: /usr/local/bin, strip: 1,"
                    + " include: [tool], owner: root, group: root, mode: 0755}"
        })
public final class UnarchiveModule implements ResourceModule<UnarchiveModule.Parameters, UnarchiveModule.State> {
    /** Parameters of {@code unarchive}. */
    public record Parameters(
            @Param(
                            value = "The archive: on this side, or with `remote_src` a path on the host.",
                            onHostWhen = "remoteSrc")
                    SourceFile src,
            @Param("The directory to unpack into; it must be there.") String dest,
            @Param("The archive is on the host already.") boolean remoteSrc,
            @Param(value = "How many leading directories of the names to drop.", aliases = "strip_components") int strip,
            @Param("Unpack only these names or patterns.") List<String> include,
            @Param("Leave out these names or patterns.") List<String> exclude,
            @Param("A path or pattern; if it is there, nothing is unpacked or compared.") @Nullable String creates,
            @Param("Permissions of the files; otherwise as the archive has them.") @Nullable FileMode mode,
            @Param("Owner of what is unpacked; otherwise the user that the task acts as.") @Nullable String owner,
            @Param("Group of what is unpacked; otherwise that user's.") @Nullable String group) {
        public Parameters {
            include = List.copyOf(include);
            exclude = List.copyOf(exclude);
            if (!dest.startsWith("/")) {
                throw new InvalidParameterException("dest", "expected an absolute path", "begin it with /");
            }
            if (remoteSrc && !src.name().startsWith("/")) {
                throw new InvalidParameterException(
                        "src", "with remote_src this is a path on the host, and must be absolute", "begin it with /");
            }
            if (strip < 0) {
                throw new InvalidParameterException("strip", "expected 0 or more");
            }
            if (mode != null && mode.symbolic()) {
                throw new InvalidParameterException("mode", "expected an octal mode such as 0644");
            }
        }

        MemberFilter filter() {
            return new MemberFilter(strip, include, exclude);
        }

        String directory() {
            return Paths.normal(dest);
        }
    }

    /**
     * What is unpacked.
     *
     * @param dest the directory
     * @param unpacked the archive's name, where all of it is there as it should be
     * @param differing what is missing or different, as far as it is known; at most 50 names
     * @param owner of what is unpacked
     * @param group of what is unpacked
     */
    public record State(
            @Observed String dest,
            @Nullable String unpacked,
            @Observed List<String> differing,
            @Observed String owner,
            @Observed String group) {}

    @Override
    public State observe(Parameters parameters, World world) {
        String dest = parameters.directory();
        world.prefetch(List.of(new FileStatus(dest, true), new WhoAmI()));
        FileInfo directory = world.ask(new FileStatus(dest, true));
        if (directory == null || !directory.isDirectory()) {
            throw new TaskFailedException(
                    dest + (directory == null ? " does not exist" : " is not a directory"),
                    null,
                    List.of("make it first: file: {path: " + dest + ", state: directory}"));
        }
        var me = world.ask(new WhoAmI());
        String owner = parameters.owner() == null ? me.user() : parameters.owner();
        String group = parameters.group() == null ? me.group() : parameters.group();
        String name = Paths.name(parameters.src().name());
        if (parameters.creates() != null && exists(parameters.creates(), world)) {
            return new State(dest, name, List.of(), owner, group);
        }
        List<String> differing = differing(parameters, dest, owner, group, world);
        return new State(dest, differing.isEmpty() ? name : null, differing, owner, group);
    }

    private static boolean exists(String path, World world) {
        return PathMatches.isPattern(path)
                ? !world.ask(new PathMatches(path)).isEmpty()
                : world.ask(new FileStatus(path, true)) != null;
    }

    private static List<String> differing(
            Parameters parameters, String dest, String owner, String group, World world) {
        List<ArchiveMember> members;
        try {
            members = members(parameters, world);
        } catch (UnknownException archiveNotThere) {
            List<String> surelyMissing = parameters.filter().literalNames().stream()
                    .filter(name -> world.ask(new FileStatus(Paths.below(dest, name), false)) == null)
                    .toList();
            if (!surelyMissing.isEmpty() || isEmpty(dest, world)) {
                return surelyMissing.isEmpty() ? List.of(".") : surelyMissing;
            }
            throw archiveNotThere;
        }
        Map<String, ArchiveMember> selected = parameters.filter().select(members);
        if (selected.isEmpty()) {
            throw new TaskFailedException(
                    "nothing in " + parameters.src().name() + " is selected",
                    null,
                    List.of("it has: " + String.join(", ",
                            members.stream().map(ArchiveMember::name).limit(8).toList())));
        }
        return new Comparison(parameters, dest, owner, group, world).differing(selected);
    }

    private static boolean isEmpty(String dest, World world) {
        return world.ask(new PathMatches(Paths.below(dest, "*"))).isEmpty();
    }

    private static List<ArchiveMember> members(Parameters parameters, World world) {
        if (parameters.remoteSrc()) {
            String path = parameters.src().name();
            FileInfo there = world.ask(new FileStatus(path, true));
            if (there == null) {
                throw new TaskFailedException(path + " does not exist on the host");
            }
            return world.ask(new ArchiveListing(path));
        }
        Path path = parameters.src().path();
        if (path == null || Files.isDirectory(path)) {
            throw new TaskFailedException(parameters.src().name() + " is not a file");
        }
        return world.ask(new LocalArchive(path, parameters.src().payload().sha256()));
    }

    /** What stands in the directory against what the archive has. */
    private record Comparison(Parameters parameters, String dest, String owner, String group, World world) {
        private static final int SHOWN = 50;

        List<String> differing(Map<String, ArchiveMember> selected) {
            List<String> differing = new ArrayList<>();
            Map<String, ArchiveMember> sameSize = new LinkedHashMap<>();
            world.prefetch(selected.keySet().stream().map(n -> new FileStatus(Paths.below(dest, n), false)).toList());
            selected.forEach((name, member) -> {
                FileInfo there = world.ask(new FileStatus(Paths.below(dest, name), false));
                if (there == null || !fits(member, there)) {
                    differing.add(name);
                } else if (member.type() == ArchiveMember.Type.FILE && member.size() >= 0) {
                    sameSize.put(name, member);
                }
            });
            if (differing.isEmpty()) {
                compareContents(sameSize, differing);
            }
            return List.copyOf(differing.subList(0, Math.min(SHOWN, differing.size())));
        }

        private boolean fits(ArchiveMember member, FileInfo there) {
            boolean attributes = (parameters.owner() == null || there.owner().equals(owner))
                    && (parameters.group() == null || there.group().equals(group));
            return attributes && switch (member.type()) {
                case DIRECTORY -> there.isDirectory();
                case LINK -> there.isLink() && Objects.equals(there.linkTarget(), member.linkTarget());
                case FILE -> there.isFile()
                        && (member.size() < 0 || there.size() == member.size())
                        && (parameters.mode() == null || there.mode() == parameters.mode().apply(0, false));
            };
        }

        private void compareContents(Map<String, ArchiveMember> files, List<String> differing) {
            if (files.isEmpty()) {
                return;
            }
            Map<String, String> sums = sums(files);
            world.prefetch(files.keySet().stream().map(n -> new FileChecksum(Paths.below(dest, n))).toList());
            files.forEach((name, member) -> {
                String here = world.ask(new FileChecksum(Paths.below(dest, name)));
                if (!Objects.equals(here, sums.get(member.name()))) {
                    differing.add(name);
                }
            });
        }

        private Map<String, String> sums(Map<String, ArchiveMember> files) {
            if (parameters.remoteSrc()) {
                return world.ask(new ArchiveSums(
                        parameters.src().name(), files.values().stream().map(ArchiveMember::name).toList()));
            }
            Map<String, String> sums = new LinkedHashMap<>();
            files.values().forEach(member -> sums.put(member.name(), String.valueOf(member.sha256())));
            return sums;
        }
    }

    @Override
    public State wanted(Parameters parameters, State current) {
        return new State(
                current.dest(), Paths.name(parameters.src().name()), List.of(), current.owner(), current.group());
    }

    @Override
    public List<Action> actions(Parameters parameters, State current, State wanted) {
        if (current.unpacked() != null) {
            return List.of();
        }
        Integer mode = parameters.mode() == null ? null : parameters.mode().apply(0, false);
        Map<String, FileInfo> sure = new LinkedHashMap<>();
        if (mode != null && parameters.filter().allLiteral()) {
            for (String name : parameters.filter().literalNames()) {
                sure.put(name, new FileInfo(
                        FileInfo.Type.FILE, mode, current.owner(), current.group(), FileInfo.NOT_YET, FileInfo.NOT_YET, null));
            }
        }
        return List.of(new Unpack(
                current.dest(),
                parameters.remoteSrc() ? parameters.src().name() : null,
                parameters.remoteSrc() ? null : parameters.src().payload(),
                Paths.name(parameters.src().name()),
                parameters.filter(),
                mode,
                current.owner(),
                current.group(),
                sure));
    }

    @Override
    public String target(Parameters parameters) {
        return parameters.directory();
    }
}
