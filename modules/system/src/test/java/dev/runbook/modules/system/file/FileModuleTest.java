package dev.runbook.modules.system.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runbook.api.FileMode;
import dev.runbook.api.InvalidParameterException;
import dev.runbook.api.TaskFailedException;
import dev.runbook.modules.system.Contract;
import dev.runbook.modules.system.LocalHost;
import dev.runbook.modules.system.file.FileModule.Parameters;
import dev.runbook.modules.system.file.FileModule.State;
import dev.runbook.modules.system.file.FileModule.Wanted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileModuleTest {
    private final FileModule module = new FileModule();
    private final LocalHost host = new LocalHost("sh", "-c");

    @TempDir
    Path dir;

    private Parameters task(String path, Wanted state, String src, String mode, boolean recurse, boolean force) {
        return new Parameters(path.startsWith("/") ? path : dir + "/" + path, state, src,
                mode == null ? null : FileMode.parse(mode), null, null, recurse, force, true);
    }

    private Parameters task(String path, Wanted state, String src, String mode) {
        return task(path, state, src, mode, false, false);
    }

    private String mode(String name) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(dir.resolve(name)));
    }

    @Test
    void directoriesWithTheirParents() throws IOException {
        Parameters task = task("a/b/c", Wanted.DIRECTORY, null, "0750");
        Contract.changes(module, task, host);
        assertEquals("rwxr-x---", mode("a/b"));
        Files.setPosixFilePermissions(dir.resolve("a/b/c"), PosixFilePermissions.fromString("rwxrwxrwx"));
        State repaired = Contract.changes(module, task, host);
        assertEquals("0750", repaired.mode());
        Contract.changes(module, task("a/b/c", Wanted.ABSENT, null, null), host);
        Contract.changes(module, task("a", Wanted.ABSENT, null, null), host);
        assertFalse(Files.exists(dir.resolve("a")));
    }

    @Test
    void specialBits() throws IOException {
        Contract.changes(module, task("d", Wanted.DIRECTORY, null, "02775"), host);
        State plain = Contract.changes(module, task("d", Wanted.DIRECTORY, null, "0755"), host);
        assertEquals("0755", plain.mode());
        Contract.changes(module, task("d", Wanted.DIRECTORY, null, "g+s"), host);
        State inherits = Contract.changes(module, task("d/e/f", Wanted.DIRECTORY, null, null), host);
        assertEquals("02755", "0" + inherits.mode().replaceFirst("^0", ""));
    }

    @Test
    void filesOnlyGetAttributes() throws IOException {
        Files.writeString(dir.resolve("f"), "x");
        Contract.changes(module, task("f", Wanted.FILE, null, "u=rw,go="), host);
        assertEquals("rw-------", mode("f"));
        Contract.changes(module, task("f", null, null, "a+x"), host);
        assertThrows(TaskFailedException.class, () -> module.observe(task("none", Wanted.FILE, null, null), host));
        TaskFailedException e = assertThrows(TaskFailedException.class,
                () -> module.observe(task("f", Wanted.DIRECTORY, null, null), host));
        assertEquals(dir + "/f is a file, not a directory", e.getMessage());
    }

    @Test
    void touchMakesEmptyFilesAndAlwaysChanges() throws IOException {
        Contract.changes(module, task("t", Wanted.TOUCH, null, "0600"), host);
        assertEquals(0, Files.size(dir.resolve("t")));
        Files.setLastModifiedTime(dir.resolve("t"), java.nio.file.attribute.FileTime.fromMillis(0));
        Contract.changes(module, task("t", Wanted.TOUCH, null, "0640"), host);
        assertTrue(Files.getLastModifiedTime(dir.resolve("t")).toMillis() > 0);
        assertEquals("rw-r-----", mode("t"));
    }

    @Test
    void links() throws IOException {
        Files.createDirectory(dir.resolve("one"));
        Files.createDirectory(dir.resolve("two"));
        Contract.changes(module, task("l", Wanted.LINK, "one", null), host);
        Contract.changes(module, task("l", Wanted.LINK, dir + "/two", null), host);
        assertEquals(dir.resolve("two"), Files.readSymbolicLink(dir.resolve("l")));
        Contract.unchanged(module, task("l", Wanted.LINK, null, null), host);
        TaskFailedException e = assertThrows(TaskFailedException.class,
                () -> module.observe(task("x", Wanted.LINK, "gone", null), host));
        assertTrue(e.hints().toString().contains("force: true"), e.hints().toString());
        Contract.changes(module, task("x", Wanted.LINK, "gone", null, false, true), host);
        Files.writeString(dir.resolve("file"), "kept");
        assertThrows(TaskFailedException.class, () -> module.observe(task("file", Wanted.LINK, "one", null), host));
        Contract.changes(module, task("file", Wanted.LINK, "one", null, false, true), host);
        Contract.changes(module, task("two", Wanted.LINK, "one", null, false, true), host);
        Contract.changes(module, task("two", Wanted.ABSENT, null, null), host);
        assertTrue(Files.isDirectory(dir.resolve("one"), LinkOption.NOFOLLOW_LINKS));
    }

    @Test
    void hardLinks() throws IOException {
        Files.writeString(dir.resolve("f"), "x");
        Contract.changes(module, task("h", Wanted.HARD, dir + "/f", null), host);
        assertTrue(Files.isSameFile(dir.resolve("f"), dir.resolve("h")));
        Files.delete(dir.resolve("h"));
        Files.writeString(dir.resolve("h"), "x");
        Contract.changes(module, task("h", Wanted.HARD, dir + "/f", null), host);
    }

    @Test
    void attributesFollowLinks() throws IOException {
        Files.createDirectory(dir.resolve("real"));
        Files.createSymbolicLink(dir.resolve("l"), Path.of("real"));
        Contract.changes(module, task("l", Wanted.DIRECTORY, null, "0700"), host);
        assertEquals("rwx------", mode("real"));
        Files.createSymbolicLink(dir.resolve("dangling"), Path.of("none"));
        assertThrows(TaskFailedException.class,
                () -> module.observe(task("dangling", Wanted.DIRECTORY, null, null), host));
    }

    @Test
    void treesShowEachEntry() throws IOException {
        Files.createDirectories(dir.resolve("t/sub"));
        Files.writeString(dir.resolve("t/sub/a b"), "x");
        Files.createSymbolicLink(dir.resolve("t/l"), Path.of("../none"));
        Files.setPosixFilePermissions(dir.resolve("t/sub"), PosixFilePermissions.fromString("rwxrwxrwx"));
        Parameters task = task("t", null, null, "u=rwX,go=rX", true, false);
        State wanted = Contract.changes(module, task, host);
        assertEquals("0644", wanted.contents().get("sub/a b").mode());
        assertEquals("rwxr-xr-x", mode("t/sub"));
    }

    @Test
    void ownersByNameAndNumber() {
        Assumptions.assumeTrue(System.getProperty("user.name").equals("root"), "only root may give files away");
        Parameters task = new Parameters(dir + "/o", Wanted.DIRECTORY, null, FileMode.parse("04755"), "daemon", "54321",
                false, false, true);
        Contract.changes(module, task, host);
        Parameters byNumber =
                new Parameters(dir + "/o", Wanted.DIRECTORY, null, null, "1", "54321", false, false, true);
        Contract.unchanged(module, byNumber, host);
        Parameters unknown =
                new Parameters(dir + "/o", Wanted.DIRECTORY, null, null, "nobody-here", null, false, false, true);
        TaskFailedException e = assertThrows(TaskFailedException.class, () -> module.observe(unknown, host));
        assertEquals("there is no user \"nobody-here\" on the host, which `owner` names", e.getMessage());
    }

    @Test
    void removedFilesCanBePutBack() throws IOException {
        Files.writeString(dir.resolve("f"), "precious\n");
        Parameters task = task("f", Wanted.ABSENT, null, null);
        State current = module.observe(task, host);
        var actions = module.actions(task, current, module.wanted(task, current));
        host.perform(actions);
        assertFalse(Files.exists(dir.resolve("f")));
        Contract.undo(actions, host);
        assertEquals("precious\n", Files.readString(dir.resolve("f")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", value = {
        "etc/x | directory | - | - | path",
        "$HOME/x | directory | - | - | path",
        "/ | absent | - | - | path",
        "/a/../.. | absent | - | - | path",
        "/a | directory | /b | - | src",
        "/a | - | /b | - | src",
        "/a | hard | - | - | src",
        "/a | hard | b | - | src",
        "/a | link | /b | 0644 | mode",
    })
    void mistakesAreFoundWithoutAHost(String path, String state, String src, String mode, String parameter) {
        InvalidParameterException e = assertThrows(InvalidParameterException.class, () -> new Parameters(path,
                state == null ? null : Wanted.valueOf(state.toUpperCase(java.util.Locale.ROOT)), src,
                mode == null ? null : FileMode.parse(mode), null, null, false, false, true));
        assertEquals(parameter, e.parameter());
    }
}
