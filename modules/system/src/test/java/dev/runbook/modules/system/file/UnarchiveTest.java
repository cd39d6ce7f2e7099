package dev.runbook.modules.system.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runbook.api.ActionResult;
import dev.runbook.api.FileMode;
import dev.runbook.api.Payload;
import dev.runbook.api.ShellScript;
import dev.runbook.api.SourceFile;
import dev.runbook.api.TaskFailedException;
import dev.runbook.api.UnknownException;
import dev.runbook.api.host.DownloadFile;
import dev.runbook.api.host.MemberChoice;
import dev.runbook.modules.system.Contract;
import dev.runbook.modules.system.LocalHost;
import dev.runbook.modules.system.file.UnarchiveModule.Parameters;
import dev.runbook.modules.system.file.UnarchiveModule.State;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnarchiveTest {
    private final UnarchiveModule module = new UnarchiveModule();
    private final LocalHost host = new LocalHost("sh", "-c");

    private String odd = "conf d/ümlaut.yml";

    @TempDir
    Path dir;

    @BeforeEach
    void arrange() throws IOException {
        Files.createDirectories(dir.resolve("in/app-1.0/conf d"));
        Files.createDirectory(dir.resolve("out"));
        Files.writeString(dir.resolve("in/app-1.0/app"), "#!/bin/sh\n");
        Files.setPosixFilePermissions(dir.resolve("in/app-1.0/app"), PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(dir.resolve("in/app-1.0/conf d/ümlaut.yml"), "a: 1\n");
        Files.writeString(dir.resolve("in/app-1.0/LICENSE"), "free\n");
        Files.writeString(dir.resolve("in/app-1.0/" + "long".repeat(30)), "long\n");
    }

    /** Made where the test runs, by the tools of this machine. */
    private Path archive(String kind) throws IOException {
        Path archive = dir.resolve("archive");
        if (kind.equals("zip")) {
            // unzip takes other than ASCII names from some zips for those of a code page.
            odd = "conf d/[plain].yml";
            Files.move(dir.resolve("in/app-1.0/conf d/ümlaut.yml"), dir.resolve("in/app-1.0/" + odd));
            try (OutputStream out = Files.newOutputStream(archive); ZipOutputStream zip = new ZipOutputStream(out);
                    Stream<Path> paths = Files.walk(dir.resolve("in/app-1.0"))) {
                for (Path path : paths.sorted().toList()) {
                    String name = dir.resolve("in").relativize(path).toString();
                    zip.putNextEntry(new ZipEntry(Files.isDirectory(path) ? name + "/" : name));
                    if (Files.isRegularFile(path)) {
                        Files.copy(path, zip);
                    }
                    zip.closeEntry();
                }
            }
            return archive;
        }
        Files.createSymbolicLink(dir.resolve("in/app-1.0/current"), Path.of("app"));
        String compress = Map.of("tar", "cat", "gzip", "gzip -c", "xz", "xz -c", "bzip2", "bzip2 -c").get(kind);
        Assumptions.assumeTrue(host.run(ShellScript.of("command -v " + compress)).exitStatus() == 0, compress);
        var made = host.run(ShellScript.of(
                "cd " + dir + "/in && tar -cf - app-1.0 | " + compress + " >" + archive));
        assertEquals(0, made.exitStatus(), made.stderr());
        return archive;
    }

    private Parameters task(Path archive, boolean remote, int strip, List<String> include, List<String> exclude,
            String creates, String mode) throws IOException {
        SourceFile src = remote ? new SourceFile(archive.toString(), null, Payload.of(""), false)
                : new SourceFile("archive", archive, Payload.of(archive), false);
        return new Parameters(src, dir + "/out", remote, strip, include, exclude, creates, null, null,
                mode == null ? null : FileMode.parse(mode));
    }

    private Parameters task(Path archive, boolean remote, int strip) throws IOException {
        return task(archive, remote, strip, List.of(), List.of(), null, null);
    }

    private void requireUnzip(String kind) {
        Assumptions.assumeTrue(!kind.equals("zip") || host.run(ShellScript.of("command -v unzip")).exitStatus() == 0,
                "unzip is not on this machine");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tar", "gzip", "xz", "bzip2", "zip"})
    void fromTheHost(String kind) throws IOException {
        requireUnzip(kind);
        Path archive = archive(kind);
        State state = Contract.changes(module, task(archive, true, 1), host);
        assertTrue(state.files().containsKey(odd), state.files().toString());
        assertEquals("a: 1\n", Files.readString(dir.resolve("out/" + odd)));
        Files.writeString(dir.resolve("out/LICENSE"), "drift");
        Files.delete(dir.resolve("out/" + odd));
        Files.writeString(dir.resolve("out/own"), "not ours");
        State current = module.observe(task(archive, true, 1), host);
        assertEquals(UnarchiveModule.Content.DIFFERENT, current.files().get("LICENSE").content());
        assertEquals(UnarchiveModule.Content.MISSING, current.files().get(odd).content());
        assertEquals(UnarchiveModule.Content.AS_IN_ARCHIVE, current.files().get("app").content());
        Contract.changes(module, task(archive, true, 1), host);
        assertEquals("free\n", Files.readString(dir.resolve("out/LICENSE")));
        assertEquals("not ours", Files.readString(dir.resolve("out/own")));
        try (Stream<Path> entries = Files.list(dir.resolve("out"))) {
            assertFalse(entries.anyMatch(entry -> entry.getFileName().toString().startsWith(".runbook")));
        }
    }

    /** Where tar cannot compare, files are compared by checksum. */
    @ParameterizedTest
    @ValueSource(strings = {"tar", "gzip", "xz", "zip"})
    void withBusybox(String kind) throws IOException {
        Path tools = Files.createDirectory(dir.resolve("tools"));
        var installed = host.run(ShellScript.of("for t in $(busybox --list); do printf '#!/bin/sh\\nexec busybox %s \"$@\"\\n'"
                + " $t >" + tools + "/$t; done; cp $(command -v busybox) " + tools + "/busybox && chmod +x " + tools + "/*"));
        Assumptions.assumeTrue(installed.exitStatus() == 0, "busybox is not on this machine");
        LocalHost busybox = new LocalHost("env", "PATH=" + tools, tools + "/busybox", "sh", "-c");
        Path archive = archive(kind);
        Contract.changes(module, task(archive, true, 1), busybox);
        Files.writeString(dir.resolve("out/LICENSE"), "drift");
        Files.delete(dir.resolve("out/" + odd));
        Contract.changes(module, task(archive, true, 1, List.of(), List.of("*/app"), null, null), busybox);
        assertEquals("free\n", Files.readString(dir.resolve("out/LICENSE")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tar", "gzip", "zip"})
    void fromHere(String kind) throws IOException {
        requireUnzip(kind);
        Path archive = archive(kind);
        Contract.changes(module, task(archive, false, 0), host);
        assertEquals("free\n", Files.readString(dir.resolve("out/app-1.0/LICENSE")));
        assertEquals("long\n", Files.readString(dir.resolve("out/app-1.0/" + "long".repeat(30))));
        Files.writeString(dir.resolve("out/app-1.0/LICENSE"), "drift");
        Contract.changes(module, task(archive, false, 0), host);
        if (!kind.equals("zip")) {
            Files.setPosixFilePermissions(dir.resolve("out/app-1.0/app"), PosixFilePermissions.fromString("rw-r--r--"));
            Contract.changes(module, task(archive, false, 0), host);
            assertTrue(Files.isExecutable(dir.resolve("out/app-1.0/app")));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "zip"})
    void membersAreChosen(String kind) throws IOException {
        requireUnzip(kind);
        Path archive = archive(kind);
        Contract.changes(module, task(archive, true, 1, List.of("*/app", "app-1.0/conf d"), List.of(), null, "0700"), host);
        try (Stream<Path> entries = Files.list(dir.resolve("out"))) {
            assertEquals(List.of("app", "conf d"), entries.map(e -> e.getFileName().toString()).sorted().toList());
        }
        assertEquals("rwx------",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(dir.resolve("out/" + odd))));
        Contract.changes(module, task(archive, true, 1, List.of(), List.of("*.yml", "*/LICENSE"), null, null), host);
        assertFalse(Files.exists(dir.resolve("out/LICENSE")));
        assertThrows(TaskFailedException.class,
                () -> module.observe(task(archive, true, 1, List.of("nothing"), List.of(), null, null), host));
    }

    @Test
    void withCreatesThePreviewNeedsNoArchive() throws IOException {
        Path archive = archive("gzip");
        Path later = dir.resolve("later.tar.gz");
        LocalHost predicted = host.after(List.of(new DownloadFile(later.toString(), "http://localhost/x", null, Map.of(),
                Duration.ofSeconds(1), 0, true, 0644, "root", "root", null)));
        assertThrows(UnknownException.class, () -> module.observe(task(later, true, 1), predicted));
        Parameters task = task(later, true, 1, List.of("*/app"), List.of(), dir + "/out/app", null);
        State current = module.observe(task, predicted);
        assertEquals(false, current.created());
        assertEquals(1, module.actions(task, current, module.wanted(task, current)).size());
        Files.move(archive, later);
        Contract.changes(module, task, host);
        assertFalse(Files.exists(dir.resolve("out/LICENSE")));
        Files.delete(later);
        Contract.unchanged(module, task, host);
    }

    @Test
    void damagedArchivesChangeNothing() throws IOException {
        byte[] bytes = Files.readAllBytes(archive("gzip"));
        Path damaged = Files.write(dir.resolve("damaged.tar.gz"), java.util.Arrays.copyOf(bytes, bytes.length / 2));
        assertThrows(TaskFailedException.class, () -> module.observe(task(damaged, true, 0), host));
        assertThrows(TaskFailedException.class, () -> module.observe(task(damaged, false, 0), host));
        ActionResult result = Contract.attempt(
                module, task(damaged, true, 0, List.of(), List.of(), dir + "/out/app", null), host);
        assertTrue(result.stderr().contains("the archive is damaged"), result.stderr());
        try (Stream<Path> entries = Files.list(dir.resolve("out"))) {
            assertEquals(Optional.empty(), entries.findAny());
        }
        Path text = Files.writeString(dir.resolve("text"), "no archive at all ".repeat(100));
        assertThrows(TaskFailedException.class, () -> module.observe(task(text, true, 0), host));
        assertThrows(TaskFailedException.class, () -> module.observe(task(text, false, 0), host));
    }

    @Test
    void patterns() {
        MemberChoice choice = new MemberChoice(List.of("*/bin", "a?c.[a-c]x"), List.of("*.map"));
        assertTrue(choice.chooses("x/bin"));
        assertTrue(choice.chooses("./x/y/bin/deep/file"));
        assertTrue(choice.chooses("abc.bx"));
        assertFalse(choice.chooses("abc.dx"));
        assertFalse(choice.chooses("x/bin/js.map"));
        assertFalse(choice.chooses("x/binary"));
    }
}
