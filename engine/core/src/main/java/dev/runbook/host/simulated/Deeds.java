package dev.runbook.host.simulated;

import dev.runbook.api.HostAction;
import dev.runbook.api.Payload;
import dev.runbook.api.TaskFailedException;
import dev.runbook.api.host.DownloadFile;
import dev.runbook.api.host.FileInfo;
import dev.runbook.api.host.MakeDirectory;
import dev.runbook.api.host.MakeLink;
import dev.runbook.api.host.Paths;
import dev.runbook.api.host.RemovePath;
import dev.runbook.api.host.SetAttributes;
import dev.runbook.api.host.ShellWords;
import dev.runbook.api.host.Touch;
import dev.runbook.api.host.WriteFile;
import dev.runbook.api.simulated.StandIn;
import dev.runbook.host.Simulation.Page;
import dev.runbook.host.Simulation.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the actions on files do to a machine. Commands are carried out elsewhere, since they take their time. */
final class Deeds {
    private Deeds() {}

    /**
     * Performs it.
     *
     * @return whether it is an action that is known here
     * @throws TaskFailedException where it fails; nothing is changed then
     */
    static boolean perform(HostAction action, Session session) {
        FileTree files = session.machine.files;
        long now = session.now();
        switch (action) {
            case WriteFile write -> failing("write", write.path(), () -> write(write, session));
            case MakeDirectory make -> failing("make directory", make.path(), () -> {
                session.machine.accounts.requireOwner(make.owner(), make.group());
                if (files.at(make.path(), false) != null) {
                    throw new TaskFailedException("File exists");
                }
                files.put(make.path(), Inode.directory(make.mode(), make.owner(), make.group(), now), now);
            });
            case MakeLink link -> failing("link", link.path(), () -> link(link, session));
            case DownloadFile download -> failing("download", download.path(), () -> download(download, session));
            case RemovePath remove -> files.remove(remove.path(), remove.recursive(), now);
            case SetAttributes set -> attributes(set, session);
            case Touch touch -> {
                Inode inode = files.at(touch.path(), true);
                if (inode != null) {
                    inode.modified = touch.modified() == FileInfo.NOT_YET ? now : touch.modified();
                }
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private static void failing(String verb, String path, Runnable deed) {
        try {
            deed.run();
        } catch (TaskFailedException e) {
            throw new TaskFailedException(
                    "cannot " + verb + " " + path + ": " + e.getMessage() + "; what was there is unchanged");
        }
    }

    private static void write(WriteFile write, Session session) {
        FileTree files = session.machine.files;
        session.machine.accounts.requireOwner(write.owner(), write.group());
        notADirectory(write.path(), files);
        Inode file =
                switch (write.source()) {
                    case WriteFile.Sent sent -> Inode.file(
                            bytes(sent.payload()), write.mode(), write.owner(), write.group(), session.now());
                    case WriteFile.OnHost there -> copy(there, write, session);
                };
        if (write.validate() != null) {
            validate(write, write.validate(), file, session);
        }
        Inode former = files.at(write.path(), true);
        if (write.backup() != null && former != null && former.isFile()) {
            files.put(write.backup(), former.copy(), session.now());
        }
        files.put(write.path(), file, session.now());
    }

    private static Inode copy(WriteFile.OnHost there, WriteFile write, Session session) {
        Inode source = session.machine.files.at(there.path(), true);
        if (source == null || !source.isFile()) {
            throw new TaskFailedException("cannot stat '" + there.path() + "': No such file or directory");
        }
        if (there.sha256() != null && !there.sha256().equals(source.sha256())) {
            throw new TaskFailedException(there.path() + " has changed meanwhile");
        }
        return source.declared == null
                ? Inode.file(source.content, write.mode(), write.owner(), write.group(), session.now())
                : Inode.standIn(source.content, source.declared, write.mode(), write.owner(), write.group(),
                        session.now());
    }

    private static void validate(WriteFile write, String command, Inode file, Session session) {
        FileTree files = session.machine.files;
        String beside = Paths.below(Paths.parent(write.path()), ".runbook.new");
        files.put(beside, file, session.now());
        try {
            List<String> words = ShellWords.split(command).stream()
                    .map(word -> word.replace("%s", beside))
                    .toList();
            Reply reply = new Commands(session, Map.of(), "/").validate(command, words);
            if (reply.exitStatus() != 0) {
                String said = (reply.stdout() + reply.stderr()).strip();
                throw new TaskFailedException("the new content does not pass: " + command + " (exit status "
                        + reply.exitStatus() + ")" + (said.isEmpty() ? "" : ": " + said));
            }
        } finally {
            files.remove(beside, false, session.now());
        }
    }

    private static void notADirectory(String path, FileTree files) {
        Inode present = files.at(path, false);
        if (present != null && present.isDirectory()) {
            throw new TaskFailedException("it is a directory");
        }
    }

    private static void link(MakeLink link, Session session) {
        FileTree files = session.machine.files;
        notADirectory(link.path(), files);
        if (!link.hard()) {
            session.machine.accounts.requireOwner(link.owner(), link.group());
            files.put(link.path(), Inode.link(link.target(), link.owner(), link.group(), session.now()), session.now());
            return;
        }
        Inode target = files.at(link.target(), false);
        if (target == null) {
            throw new TaskFailedException("failed to access '" + link.target() + "': No such file or directory");
        }
        files.put(link.path(), target, session.now());
    }

    private static void download(DownloadFile download, Session session) {
        session.machine.accounts.requireOwner(download.owner(), download.group());
        notADirectory(download.path(), session.machine.files);
        long now = session.now();
        String wanted = download.sha256();
        byte[] content = content(download, session);
        if (content == null) {
            byte[] standIn = ("stands for " + DownloadFile.shown(download.url()) + "\n").getBytes(StandardCharsets.UTF_8);
            session.machine.files.put(
                    download.path(),
                    wanted == null
                            ? Inode.file(standIn, download.mode(), download.owner(), download.group(), now)
                            : Inode.standIn(standIn, wanted, download.mode(), download.owner(), download.group(), now),
                    now);
            return;
        }
        Inode file = Inode.file(content, download.mode(), download.owner(), download.group(), now);
        if (wanted != null && !wanted.equals(file.sha256())) {
            throw new TaskFailedException("its checksum is " + file.sha256() + ", not " + wanted);
        }
        session.machine.files.put(download.path(), file, now);
    }

    /** What comes from the address; null where that is not known, and anything may stand for it. */
    private static byte @Nullable [] content(DownloadFile download, Session session) {
        Page page = session.simulation.urls().get(download.url());
        StandIn.Reply reply = page != null
                ? StandIn.Reply.text(page.status(), page.body())
                : session.fetch(download.url()).orElse(null);
        if (reply != null && reply.status() >= 400) {
            throw new TaskFailedException(DownloadFile.shown(download.url()) + ": The requested URL returned error: "
                    + reply.status());
        }
        return reply == null ? null : reply.body();
    }

    private static void attributes(SetAttributes set, Session session) {
        FileTree files = session.machine.files;
        session.machine.accounts.requireOwner(set.owner(), set.group());
        boolean link = set.scope() == SetAttributes.Scope.LINK;
        Inode inode = files.at(set.path(), !link);
        if (inode == null) {
            throw new TaskFailedException("cannot access '" + set.path() + "': No such file or directory");
        }
        change(inode, set);
        if (set.scope() == SetAttributes.Scope.TREE) {
            Optional.ofNullable(files.place(set.path(), true))
                    .ifPresent(place -> files.below(place).values().forEach(entry -> change(entry, set)));
        }
    }

    private static void change(Inode inode, SetAttributes set) {
        inode.owner = Objects.requireNonNullElse(set.owner(), inode.owner);
        inode.group = Objects.requireNonNullElse(set.group(), inode.group);
        if (set.mode() != null && !inode.isLink()) {
            inode.mode = set.mode().apply(inode.mode, inode.isDirectory());
        }
    }

    private static byte[] bytes(Payload payload) {
        try (InputStream in = payload.open()) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
