package dev.runbook.host.simulated;

import dev.runbook.api.Content;
import dev.runbook.api.HostQuery;
import dev.runbook.api.TaskFailedException;
import dev.runbook.api.host.AccountTools;
import dev.runbook.api.host.DirectoryTree;
import dev.runbook.api.host.ExecutablePath;
import dev.runbook.api.host.FileChecksum;
import dev.runbook.api.host.FileContent;
import dev.runbook.api.host.FileInfo;
import dev.runbook.api.host.FileStatus;
import dev.runbook.api.host.GroupEntry;
import dev.runbook.api.host.JobStatus;
import dev.runbook.api.host.PackageInfo;
import dev.runbook.api.host.PackageStatus;
import dev.runbook.api.host.PasswdEntry;
import dev.runbook.api.host.PathMatches;
import dev.runbook.api.host.Paths;
import dev.runbook.api.host.ReadCommand;
import dev.runbook.api.host.RealPath;
import dev.runbook.api.host.SameFile;
import dev.runbook.api.host.ShadowStatus;
import dev.runbook.api.host.SystemFacts;
import dev.runbook.api.host.UnitStatus;
import dev.runbook.api.host.UserGroups;
import dev.runbook.api.host.WhoAmI;
import dev.runbook.api.simulated.SimulatedQuery;
import dev.runbook.host.Simulation.Reply;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a machine answers to the questions that there are. */
final class Answers {
    private static final List<String> SEARCHED =
            List.of("/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin");

    private Answers() {}

    /** @throws TaskFailedException where it has none */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals", "NullAway"}) // each answer is of its question's type
    static <T extends @Nullable Object> T to(HostQuery<T> query, Session session) {
        SimulatedMachine machine = session.machine;
        FileTree files = machine.files;
        Accounts accounts = machine.accounts;
        return (T) switch (query) {
            case FileStatus asked -> info(files.at(asked.path(), asked.follow()), accounts);
            case FileContent asked -> content(files.at(asked.path(), true), asked);
            case FileChecksum asked -> checksum(files.at(asked.path(), true));
            case DirectoryTree asked -> tree(asked.path(), files, accounts);
            case PathMatches asked -> matches(asked.pattern(), files);
            case RealPath asked -> realPath(asked.path(), files);
            case SameFile asked -> same(files.at(asked.one(), true), files.at(asked.other(), true));
            case ExecutablePath asked -> program(asked.name(), files);
            case PasswdEntry asked -> accounts.user(asked.name());
            case GroupEntry asked -> accounts.group(asked.name());
            case UserGroups asked -> accounts.membership(asked.user());
            case ShadowStatus asked -> shadow(asked, session);
            case AccountTools asked ->
                new AccountTools.Tools(AccountTools.Family.SHADOW, "/home", "/bin/sh", 0755, List.of());
            case WhoAmI asked -> new WhoAmI.Identity(
                    session.me.name(),
                    session.me.uid(),
                    accounts.groupName(session.me.gid()),
                    session.me.gid(),
                    session.me.home());
            case PackageStatus asked -> machine.packages.getOrDefault(asked.name(), PackageInfo.ABSENT);
            case UnitStatus asked -> session.unit(asked.name(), asked.user());
            case SystemFacts asked -> SimulatedFacts.laid(
                    SimulatedFacts.of(
                            asked, machine.distribution, machine.name, session.me, accounts.groupName(session.me.gid()), session.now()),
                    session.simulation.facts());
            case ReadCommand asked -> output(new Commands(session, asked.environment(), "/").look(asked.argv()));
            case JobStatus asked -> Jobs.state(session, asked.id());
            case SimulatedQuery<?> asked -> asked.answer(session);
            default -> throw new TaskFailedException("a simulated host does not know the " + query.describe());
        };
    }

    static @Nullable FileInfo info(@Nullable Inode inode, Accounts accounts) {
        return inode == null
                ? null
                : new FileInfo(inode.type, inode.mode, accounts.owner(inode.owner), accounts.owningGroup(inode.group),
                        inode.size(), inode.modified, inode.target);
    }

    private static @Nullable Content content(@Nullable Inode inode, FileContent asked) {
        if (inode == null || !inode.isFile()) {
            return null;
        }
        Content content = Content.of(inode.content);
        boolean shown = inode.declared == null
                && content.size() <= asked.limit()
                && !content.sha256().equals(asked.known());
        return new Content(inode.sha256(), inode.size(), shown ? content.text() : null);
    }

    private static @Nullable String checksum(@Nullable Inode inode) {
        return inode == null || !inode.isFile() ? null : inode.sha256();
    }

    private static @Nullable Map<String, FileInfo> tree(String path, FileTree files, Accounts accounts) {
        String place = files.place(path, true);
        Inode directory = files.at(path, true);
        if (place == null || directory == null || !directory.isDirectory()) {
            return null;
        }
        Map<String, FileInfo> entries = new TreeMap<>();
        int from = place.equals("/") ? 1 : place.length() + 1;
        files.below(place).forEach((name, inode) -> {
            FileInfo info = info(inode, accounts);
            if (info != null) {
                entries.put(name.substring(from), info);
            }
        });
        return entries;
    }

    private static List<String> matches(String pattern, FileTree files) {
        Map<String, String> found = new LinkedHashMap<>(Map.of("/", "/"));
        for (String part : pattern.split("/")) {
            if (part.isEmpty()) {
                continue;
            }
            Map<String, String> next = new TreeMap<>();
            for (String directory : found.keySet()) {
                for (String name : PathMatches.isPattern(part) ? children(directory, files) : List.of(part)) {
                    String path = Paths.below(directory, name);
                    if (new PathMatches("/" + part).matches("/" + name) && files.at(path, false) != null) {
                        next.put(path, path);
                    }
                }
            }
            found = next;
        }
        return List.copyOf(found.keySet());
    }

    private static List<String> children(String directory, FileTree files) {
        String place = files.place(directory, true);
        if (place == null) {
            return List.of();
        }
        int from = place.equals("/") ? 1 : place.length() + 1;
        return files.below(place).keySet().stream()
                .map(path -> path.substring(from))
                .filter(name -> name.indexOf('/') < 0)
                .toList();
    }

    private static String realPath(String path, FileTree files) {
        String place = files.place(path, true);
        return place != null && files.at(Paths.parent(place), false) != null ? place : path;
    }

    @SuppressWarnings("ReferenceEquality") // one file under two names
    private static boolean same(@Nullable Inode one, @Nullable Inode other) {
        return one != null && one == other;
    }

    static @Nullable String program(String name, FileTree files) {
        if (name.contains("/")) {
            return executable(name, files) ? name : null;
        }
        return SEARCHED.stream()
                .map(directory -> directory + "/" + name)
                .filter(path -> executable(path, files))
                .findFirst()
                .orElse(null);
    }

    private static boolean executable(String path, FileTree files) {
        Inode inode = files.at(path, true);
        return inode != null && inode.isFile() && (inode.mode & 0111) != 0;
    }

    private static ShadowStatus.@Nullable Shadow shadow(ShadowStatus asked, Session session) {
        if (session.me.uid() != 0) {
            throw new TaskFailedException(
                    "passwords and expiry dates can be read by root only",
                    null,
                    List.of("add become: true to the task"));
        }
        return session.machine.accounts.shadow(asked);
    }

    private static ReadCommand.Output output(Reply reply) {
        return new ReadCommand.Output(reply.exitStatus(), reply.stdout(), reply.stderr());
    }
}
