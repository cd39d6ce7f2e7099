package dev.runbook.modules.system.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runbook.api.InvalidParameterException;
import dev.runbook.api.TaskFailedException;
import dev.runbook.modules.system.Contract;
import dev.runbook.modules.system.LocalHost;
import dev.runbook.modules.system.file.LineInFileModule.Parameters;
import dev.runbook.modules.system.file.LineInFileModule.Presence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

class LineInFileTest {
    private final LineInFileModule module = new LineInFileModule();
    private final LocalHost host = new LocalHost("sh", "-c");

    @TempDir
    Path dir;

    private static Parameters task(String path, String state, String line, String regexp, String search, String after,
            String before, boolean first, boolean backrefs, boolean create) {
        return new Parameters(path, line, regexp, search, Presence.valueOf(state.toUpperCase(java.util.Locale.ROOT)),
                after, before, first, backrefs, create, false, null, null, null, null);
    }

    private static String text(String cell) {
        return cell == null ? "" : cell.replace("\\n", "\n").replace("\\r", "\r").replace("␣", " ");
    }

    @ParameterizedTest(name = "{0}")
    @CsvFileSource(resources = "lineinfile.csv", delimiter = '|', nullValues = "-", emptyValue = "",
            ignoreLeadingAndTrailingWhitespace = true)
    void edits(String name, String before, String state, String line, String regexp, String search, String after,
            String insertBefore, String flags, String expected) {
        String given = flags == null ? "" : flags;
        Parameters task = task("/f", state, line, regexp, search, after, insertBefore, given.contains("first"),
                given.contains("backrefs"), false);
        String edited = LineEdit.edited(text(before), task);
        assertEquals(text(expected), edited);
        assertEquals(edited, LineEdit.edited(edited, task), "a second time nothing changes");
    }

    @Test
    void onAHost() throws IOException {
        Path file = dir.resolve("sshd_config");
        Files.writeString(file, "# comment\n#PermitRootLogin yes\nX11 no\n");
        Parameters task = task(file.toString(), "present", "PermitRootLogin no", "^#?PermitRootLogin", null, null, null,
                false, false, false);
        Contract.changes(module, task, host);
        assertEquals("# comment\nPermitRootLogin no\nX11 no\n", Files.readString(file));
        Files.writeString(file, "PermitRootLogin yes");
        Contract.changes(module, task, host);
        Contract.changes(module, task(file.toString(), "absent", null, "Permit", null, null, null, false, false, false),
                host);
        assertEquals("", Files.readString(file));
        Contract.changes(module, task(dir + "/new/deep/f", "present", "a", null, null, null, null, false, false, true),
                host);
        assertEquals("a\n", Files.readString(dir.resolve("new/deep/f")));
        Contract.unchanged(module, task(dir + "/none", "absent", "a", null, null, null, null, false, false, false), host);
    }

    @Test
    void linksAreFollowed() throws IOException {
        Files.writeString(dir.resolve("real"), "a\n");
        Files.createSymbolicLink(dir.resolve("l"), Path.of("real"));
        Contract.changes(module, task(dir + "/l", "present", "b", null, null, null, null, false, false, false), host);
        assertEquals("a\nb\n", Files.readString(dir.resolve("real")));
        assertTrue(Files.isSymbolicLink(dir.resolve("l")));
    }

    @Test
    void whatCannotBeEditedIsRefused() throws IOException {
        Parameters missing =
                task(dir + "/none", "present", "a", null, null, null, null, false, false, false);
        assertTrue(assertThrows(TaskFailedException.class, () -> module.observe(missing, host)).hints().toString()
                .contains("create: true"));
        Files.write(dir.resolve("binary"), new byte[] {0, 1, 2});
        Parameters binary =
                task(dir + "/binary", "present", "a", null, null, null, null, false, false, false);
        assertThrows(TaskFailedException.class, () -> module.observe(binary, host));
        for (String regexp : new String[] {"(", "[a", "*"}) {
            InvalidParameterException e = assertThrows(InvalidParameterException.class,
                    () -> task("/f", "present", "a", regexp, null, null, null, false, false, false));
            assertEquals("regexp", e.parameter());
        }
        assertThrows(InvalidParameterException.class,
                () -> task("/f", "present", null, null, null, null, null, false, false, false));
        assertThrows(InvalidParameterException.class,
                () -> task("/f", "present", "a", "a", "a", null, null, false, false, false));
        assertThrows(InvalidParameterException.class,
                () -> task("/f", "present", "a", null, null, "x", "y", false, false, false));
        assertThrows(InvalidParameterException.class,
                () -> task("/f", "present", "a", null, null, null, null, false, true, false));
    }
}
