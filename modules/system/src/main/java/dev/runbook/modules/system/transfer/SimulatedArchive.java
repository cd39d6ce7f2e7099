package dev.runbook.modules.system.transfer;

import dev.runbook.api.Payload;
import dev.runbook.api.TaskFailedException;
import dev.runbook.api.host.FileInfo;
import dev.runbook.api.host.FileStatus;
import dev.runbook.api.host.MakeDirectory;
import dev.runbook.api.host.MakeLink;
import dev.runbook.api.host.Paths;
import dev.runbook.api.host.WriteFile;
import dev.runbook.api.simulated.Machine;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What {@code tar} and {@code unzip} do on a simulated machine. */
final class SimulatedArchive {
    private SimulatedArchive() {}

    static List<ArchiveMember> members(String path, Machine machine) {
        byte[] bytes = machine.read(path);
        if (bytes == null) {
            throw new TaskFailedException(path + " cannot be read as an archive: No such file or directory");
        }
        List<ArchiveMember> members = new ArrayList<>();
        walk(path, bytes, (entry, content) -> members.add(LocalArchive.member(entry, content)));
        return members;
    }

    static void unpack(Unpack action, Machine machine) {
        Map<String, byte[]> contents = new LinkedHashMap<>();
        List<ArchiveMember> members = new ArrayList<>();
        walk(action.shownName(), bytes(action, machine), (entry, content) -> {
            byte[] bytes = content.readAllBytes();
            ArchiveMember member = LocalArchive.member(entry, new ByteArrayInputStream(bytes));
            members.add(member);
            contents.put(member.name(), bytes);
        });
        action.filter().select(members).forEach((name, member) -> {
            String path = Paths.below(action.dest(), name);
            directories(member.type() == ArchiveMember.Type.DIRECTORY ? path : Paths.parent(path), action, machine);
            switch (member.type()) {
                case DIRECTORY -> {}
                case LINK -> machine.carryOut(new MakeLink(
                        path, Objects.requireNonNull(member.linkTarget()), false, action.owner(), action.group(), null,
                        null));
                case FILE -> machine.carryOut(new WriteFile(
                        path,
                        Payload.of(contents.getOrDefault(member.name(), new byte[0])),
                        mode(action, name),
                        action.owner(),
                        action.group(),
                        null));
            }
        });
    }

    private static int mode(Unpack action, String name) {
        FileInfo sure = action.sure().get(name);
        return action.mode() != null ? action.mode() : sure != null ? sure.mode() : 0644;
    }

    private static byte[] bytes(Unpack action, Machine machine) {
        if (action.archive() != null) {
            byte[] bytes = machine.read(action.archive());
            if (bytes == null) {
                throw new TaskFailedException(action.archive() + ": No such file or directory");
            }
            return bytes;
        }
        try (InputStream in = Objects.requireNonNull(action.payload()).open()) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void directories(String path, Unpack action, Machine machine) {
        if (machine.ask(new FileStatus(path, true)) == null) {
            directories(Paths.parent(path), action, machine);
            machine.carryOut(new MakeDirectory(path, 0755, action.owner(), action.group()));
        }
    }

    private static void walk(String name, byte[] bytes, LocalArchive.Visitor visitor) {
        try {
            LocalArchive.walk(name, new ByteArrayInputStream(bytes), visitor);
        } catch (IOException e) {
            throw new TaskFailedException(name + " cannot be read as an archive: " + e.getMessage());
        }
    }
}
