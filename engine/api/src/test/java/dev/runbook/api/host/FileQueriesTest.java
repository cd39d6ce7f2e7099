package dev.runbook.api.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runbook.api.Content;
import dev.runbook.api.ShellScript;
import dev.runbook.api.TaskFailedException;
import dev.runbook.api.host.Shells.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What queries about files answer in each shell, with names that are hard to get right. */
class FileQueriesTest {
    private static final List<String> NAMES = List.of("plain", "two words", "quote'd", "new\nline", "back\\slash",
            "-dash", "*", "$(boom)", "ümlaut", "trailing\n", ":colon:", "a//end");

    @TempDir
    Path dir;

    static Stream<Shell> shells() {
        return Shells.all();
    }

    private String at(String name) {
        return dir + "/" + name;
    }

    @ParameterizedTest
    @MethodSource("shells")
    void statusOfManyPathsAtOnce(Shell shell) throws IOException {
        List<String> names = NAMES.stream().filter(n -> !n.contains("/")).toList();
        for (String name : names) {
            Files.writeString(dir.resolve(name), name);
            Files.setPosixFilePermissions(dir.resolve(name), PosixFilePermissions.fromString("rw-r-----"));
        }
        Files.createSymbolicLink(dir.resolve("link"), Path.of("two words"));
        Files.createSymbolicLink(dir.resolve("dangling"), Path.of("no\nwhere\n"));
        List<FileStatus> queries = new java.util.ArrayList<>();
        names.forEach(name -> queries.add(new FileStatus(at(name), false)));
        names.forEach(name -> queries.add(new FileStatus(at(name) + ".missing", false)));
        List<FileInfo> answers = shell.askAll(queries);
        for (int i = 0; i < names.size(); i++) {
            FileInfo info = answers.get(i);
            assertNotNull(info, names.get(i));
            assertEquals(FileInfo.Type.FILE, info.type());
            assertEquals(0640, info.mode());
            assertEquals(Files.size(dir.resolve(names.get(i))), info.size());
            assertEquals(Files.getLastModifiedTime(dir.resolve(names.get(i))).toInstant().getEpochSecond(),
                    info.modified());
            assertNull(answers.get(i + names.size()));
        }
        List<FileInfo> links = shell.askAll(List.of(
                new FileStatus(at("link"), false), new FileStatus(at("link"), true),
                new FileStatus(at("dangling"), false), new FileStatus(at("dangling"), true),
                new FileStatus("/", true), new FileStatus(at("plain/below"), false),
                new FileStatus("/dev/null", false)));
        assertEquals("two words", links.get(0).linkTarget());
        assertEquals(FileInfo.Type.FILE, links.get(1).type());
        assertEquals("no\nwhere\n", links.get(2).linkTarget());
        assertNull(links.get(3));
        assertTrue(links.get(4).isDirectory());
        assertNull(links.get(5));
        assertEquals(FileInfo.Type.OTHER, links.get(6).type());
    }

    @ParameterizedTest
    @MethodSource("shells")
    void specialBitsAndOwnersWithoutName(Shell shell) throws IOException {
        Files.createDirectory(dir.resolve("d"));
        assertEquals(0, shell.run(ShellScript.of("chmod 7751 " + dir + "/d")).exitStatus());
        assertEquals(07751, shell.ask(new FileStatus(at("d"), false)).mode());
        if (shell.run(ShellScript.of("chown 54321:54322 " + dir + "/d")).exitStatus() == 0) {
            assertEquals("54321", shell.ask(new FileStatus(at("d"), false)).owner());
            assertEquals("54322", shell.ask(new FileStatus(at("d"), false)).group());
        }
    }

    @ParameterizedTest
    @MethodSource("shells")
    void withoutStatListingsAreRead(Shell shell) throws IOException {
        Files.writeString(dir.resolve("f\ng"), "12345");
        String script = "stat() { return 127; }\n"
                + new FileStatus(at("f\ng"), false).probe().script(cast(new FileStatus(at("f\ng"), false)));
        FileInfo info = StatProbe.INSTANCE
                .parse(List.of(new FileStatus(at("f\ng"), false)), shell.run(ShellScript.of(script))).getFirst();
        assertNotNull(info);
        assertEquals(5, info.size());
        assertEquals(0644, info.mode() | 0044);
        assertEquals(Files.getOwner(dir.resolve("f\ng")).getName(), info.owner());
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static List cast(FileStatus query) {
        return List.of(query);
    }

    @ParameterizedTest
    @MethodSource("shells")
    void checksums(Shell shell) throws IOException {
        List<FileChecksum> queries = new java.util.ArrayList<>();
        for (String name : NAMES) {
            if (!name.contains("/")) {
                Files.writeString(dir.resolve(name), "content of " + name);
                queries.add(new FileChecksum(at(name)));
                queries.add(new FileChecksum(at(name) + ".missing"));
            }
        }
        queries.add(new FileChecksum(dir.toString()));
        List<String> answers = shell.askAll(queries);
        for (int i = 0; i < queries.size() - 1; i += 2) {
            assertEquals(Content.sha256(Files.readAllBytes(Path.of(queries.get(i).path()))), answers.get(i));
            assertNull(answers.get(i + 1));
        }
        assertNull(answers.getLast());
    }

    @ParameterizedTest
    @MethodSource("shells")
    void contentIsBinarySafeAndSentOnlyWhenNeeded(Shell shell) throws IOException {
        byte[] binary = new byte[5000];
        new java.util.Random(7).nextBytes(binary);
        Files.write(dir.resolve("bin\nary"), binary);
        Files.writeString(dir.resolve("text"), "ä\n\n");
        Files.writeString(dir.resolve("empty"), "");
        Content text = Content.of("ä\n\n");
        List<Content> answers = shell.askAll(List.of(
                new FileContent(at("bin\nary"), null), new FileContent(at("text"), null),
                new FileContent(at("text"), text.sha256()), new FileContent(at("text"), "0".repeat(64)),
                new FileContent(at("empty"), null), new FileContent(at("text"), 3, null),
                new FileContent(at("missing"), null), new FileContent(dir.toString(), null),
                new FileContent(at("empty"), Content.sha256(new byte[0]))));
        assertEquals(Content.of(binary), answers.get(0));
        assertNull(answers.get(0).text());
        assertEquals("ä\n\n", answers.get(1).text());
        assertEquals(text, answers.get(2));
        assertNull(answers.get(2).text());
        assertEquals("ä\n\n", answers.get(3).text());
        assertEquals("", answers.get(4).text());
        assertEquals(text, answers.get(5));
        assertNull(answers.get(5).text());
        assertNull(answers.get(6));
        assertNull(answers.get(7));
        assertEquals(Content.of(""), answers.get(8));
    }

    @ParameterizedTest
    @MethodSource("shells")
    void treesListEverything(Shell shell) throws IOException {
        Path root = Files.createDirectories(dir.resolve("ro ot/sub/deep"));
        for (String name : NAMES) {
            if (!name.contains("/")) {
                Files.writeString(root.resolve(name), name);
            }
        }
        Files.createSymbolicLink(root.resolve("l\nk"), Path.of("../tar get"));
        Files.createDirectory(dir.resolve("nothing"));
        List<Map<String, FileInfo>> answers = shell.askAll(List.of(new DirectoryTree(at("ro ot")),
                new DirectoryTree(at("nothing")), new DirectoryTree(at("missing")), new DirectoryTree(at("ro ot/sub"))));
        Set<String> expected = new java.util.TreeSet<>(List.of("sub", "sub/deep", "sub/deep/l\nk"));
        NAMES.stream().filter(n -> !n.contains("/")).forEach(name -> expected.add("sub/deep/" + name));
        assertEquals(expected, answers.get(0).keySet());
        assertEquals("../tar get", answers.get(0).get("sub/deep/l\nk").linkTarget());
        assertEquals(9, answers.get(0).get("sub/deep/two words").size());
        assertEquals(Map.of(), answers.get(1));
        assertNull(answers.get(2));
        assertEquals(expected.size() - 1, answers.get(3).size());
    }

    @ParameterizedTest
    @MethodSource("shells")
    void deniedIsNotAbsent(Shell shell) throws IOException {
        Assumptions.assumeTrue(System.getProperty("user.name").equals("root"), "needs root to become somebody else");
        Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path locked = Files.createDirectory(dir.resolve("locked"));
        Files.writeString(locked.resolve("f"), "x");
        Files.createSymbolicLink(dir.resolve("into"), locked.resolve("f"));
        Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("rwx------"));
        Files.writeString(dir.resolve("private"), "x");
        Files.setPosixFilePermissions(dir.resolve("private"), PosixFilePermissions.fromString("rw-------"));
        List<String> argv = new java.util.ArrayList<>(List.of("setpriv", "--reuid=65534", "--regid=65534",
                "--clear-groups"));
        argv.addAll(shell.argv());
        Shell nobody = new Shell("nobody", argv, Map.of("PATH", "/usr/bin:/bin"));
        for (dev.runbook.api.HostQuery<?> query : List.of(new FileStatus(locked + "/f", false),
                new FileStatus(locked + "/a/b/c", true), new FileStatus(at("into"), true),
                new FileChecksum(at("private")), new FileContent(at("private"), null),
                new FileContent(locked + "/f", null), new DirectoryTree(locked.toString()),
                new DirectoryTree(dir.toString()))) {
            TaskFailedException e =
                    assertThrows(TaskFailedException.class, () -> askAny(nobody, query), query.describe());
            assertTrue(e.hints().toString().contains("become: true"), e.hints().toString());
        }
        assertNotNull(nobody.ask(new FileStatus(at("private"), false)));
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static Object askAny(Shell shell, dev.runbook.api.HostQuery query) {
        return shell.ask(query);
    }

    @ParameterizedTest
    @MethodSource("shells")
    void peopleAndPrograms(Shell shell) {
        WhoAmI.Identity me = shell.ask(new WhoAmI());
        assertEquals(System.getProperty("user.name"), me.user());
        assertTrue(me.home().startsWith("/"));
        List<PasswdEntry.User> users = shell.askAll(
                List.of(new PasswdEntry("nobody-here"), new PasswdEntry("root"), new PasswdEntry("0")));
        assertNull(users.get(0));
        assertEquals("root", users.get(1).name());
        assertEquals(0, users.get(2).uid());
        assertEquals("root", shell.ask(new GroupEntry("root")).name());
        assertNull(shell.ask(new GroupEntry("nobody-here")));
        assertNull(shell.ask(new ExecutablePath("no-such-program")));
        assertNull(shell.ask(new ExecutablePath("export")));
        assertTrue(shell.ask(new ExecutablePath("ls")).endsWith("/ls"));
    }

    @ParameterizedTest
    @MethodSource("shells")
    void commandsKeepTheirStreamsApart(Shell shell) {
        List<ReadCommand.Output> outputs = shell.askAll(List.of(
                new ReadCommand("sh", "-c", "echo out; echo err >&2; exit 3"),
                new ReadCommand(List.of("sh", "-c", "printf %s \"$X\"; cat"), Map.of("X", "a 'b' $c")),
                new ReadCommand("no-such-program"),
                new ReadCommand("printf", "%s\\n", "end of 0:", "*")));
        assertEquals(new ReadCommand.Output(3, "out\n", "err\n"), outputs.get(0));
        assertEquals(new ReadCommand.Output(0, "a 'b' $c", ""), outputs.get(1));
        assertEquals(127, outputs.get(2).exitStatus());
        assertEquals("end of 0:\n*\n", outputs.get(3).stdout());
    }
}
