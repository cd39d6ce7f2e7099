package dev.runbook.modules.system.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runbook.api.ActionResult;
import dev.runbook.api.FileMode;
import dev.runbook.api.InvalidParameterException;
import dev.runbook.api.Payload;
import dev.runbook.api.SourceFile;
import dev.runbook.api.TaskFailedException;
import dev.runbook.api.Template;
import dev.runbook.modules.system.Contract;
import dev.runbook.modules.system.LocalHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** copy and file_template. */
class ContentModulesTest {
    private final CopyModule copy = new CopyModule();
    private final FileTemplateModule template = new FileTemplateModule();
    private final StatModule stat = new StatModule();
    private final LocalHost host = new LocalHost("sh", "-c");

    @TempDir
    Path dir;

    @TempDir
    Path here;

    private CopyModule.Parameters content(String dest, String content, String mode) {
        return new CopyModule.Parameters(null, content, dir + "/" + dest, null, null, mode, null, false, true, false,
                false, null);
    }

    private CopyModule.Parameters src(String name, String dest, String mode, boolean remote) throws IOException {
        Path path = here.resolve(name);
        SourceFile src = remote ? new SourceFile(name, null, Payload.of(""), false)
                : new SourceFile(name, path, Files.isDirectory(path) ? Payload.of("") : Payload.of(path), false);
        return new CopyModule.Parameters(src, null, dir + "/" + dest, null, null, mode, null, remote, true, false, false,
                null);
    }

    private String mode(String name) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(dir.resolve(name)));
    }

    @Test
    void contentIsWrittenRepairedAndKept() throws IOException {
        CopyModule.Parameters task = content("motd", "Hello\n", null);
        Contract.changes(copy, task, host);
        assertEquals("rw-r--r--", mode("motd"));
        Files.writeString(dir.resolve("motd"), "drift");
        Files.setPosixFilePermissions(dir.resolve("motd"), PosixFilePermissions.fromString("rw-rw----"));
        Contract.changes(copy, task, host);
        assertEquals("Hello\n", Files.readString(dir.resolve("motd")));
        assertEquals("rw-rw----", mode("motd"), "the mode of a file that is there stays");
        Contract.changes(copy, content("motd", "Hello\n", "0600"), host);
        assertEquals("rw-------", mode("motd"));
    }

    @Test
    void filesGoIntoDirectoriesUnderTheirOwnName() throws IOException {
        Files.writeString(here.resolve("app.conf"), "a");
        Files.createDirectory(dir.resolve("etc"));
        Contract.changes(copy, src("app.conf", "etc", null, false), host);
        assertEquals("a", Files.readString(dir.resolve("etc/app.conf")));
        Contract.changes(copy, src("app.conf", "new/deep/", null, false), host);
        assertEquals("a", Files.readString(dir.resolve("new/deep/app.conf")));
        TaskFailedException e = assertThrows(TaskFailedException.class,
                () -> copy.observe(src("app.conf", "none/app.conf", null, false), host));
        assertTrue(e.hints().toString().contains("state: directory"), e.hints().toString());
    }

    @Test
    void largeBinariesAreStreamed() throws IOException {
        byte[] bytes = new byte[3_000_000];
        new java.util.Random(1).nextBytes(bytes);
        Files.write(here.resolve("big"), bytes);
        Contract.changes(copy, src("big", "big", "0755", false), host);
        assertEquals(-1, Files.mismatch(here.resolve("big"), dir.resolve("big")));
        Contract.changes(copy, src(dir + "/big", "bigger", "preserve", true), host);
        assertEquals("rwxr-xr-x", mode("bigger"));
    }

    @Test
    void directoriesAreCopiedFileByFile() throws IOException {
        Files.createDirectories(here.resolve("site/css/empty"));
        Files.writeString(here.resolve("site/index.html"), "<html>");
        Files.writeString(here.resolve("site/css/a b.css"), "css");
        CopyModule.State first = Contract.changes(copy, src("site", "www", "0640", false), host);
        assertEquals("css", Files.readString(dir.resolve("www/site/css/a b.css")));
        assertEquals(4, first.files().size());
        Contract.changes(copy, src("site/", "plain/deep", null, false), host);
        assertEquals("<html>", Files.readString(dir.resolve("plain/deep/index.html")));
        Files.writeString(dir.resolve("plain/deep/index.html"), "drift");
        Files.delete(dir.resolve("plain/deep/css/a b.css"));
        Files.writeString(dir.resolve("plain/deep/own"), "not ours");
        Contract.changes(copy, src("site/", "plain/deep", null, false), host);
        assertEquals("not ours", Files.readString(dir.resolve("plain/deep/own")));
        Contract.changes(copy, src(dir + "/plain/", "again", null, true), host);
        assertEquals("<html>", Files.readString(dir.resolve("again/deep/index.html")));
    }

    @Test
    void linksAreReplacedUnlessFollowed() throws IOException {
        Files.writeString(dir.resolve("real"), "old");
        Files.createSymbolicLink(dir.resolve("l"), Path.of("real"));
        CopyModule.Parameters follow = new CopyModule.Parameters(null, "new", dir + "/l", null, null, null, null, false,
                true, false, true, null);
        Contract.changes(copy, follow, host);
        assertEquals("new", Files.readString(dir.resolve("real")));
        Contract.changes(copy, content("l", "new", null), host);
        assertFalse(Files.isSymbolicLink(dir.resolve("l")));
    }

    @Test
    void withoutForceOnlyMissingFilesAreWritten() throws IOException {
        CopyModule.Parameters task = new CopyModule.Parameters(null, "new", dir + "/f", null, null, null, null, false,
                false, false, false, null);
        Contract.changes(copy, task, host);
        Files.writeString(dir.resolve("f"), "theirs");
        Contract.unchanged(copy, task, host);
    }

    @Test
    void backupsAndValidation() throws IOException {
        Files.writeString(dir.resolve("f.conf"), "old");
        CopyModule.Parameters task = new CopyModule.Parameters(null, "new", dir + "/f.conf", null, null, null, null,
                false, true, true, false, "sh -c 'case %s in *.conf) grep -q new %s;; esac'");
        CopyModule.State state = Contract.changes(copy, task, host);
        assertEquals("old", Files.readString(Path.of(state.backupFile())));
        CopyModule.Parameters invalid = new CopyModule.Parameters(null, "bad", dir + "/f.conf", null, null, null, null,
                false, true, false, false, "sh -c 'echo line 1: bad >&2; exit 2' %s");
        ActionResult result = Contract.attempt(copy, invalid, host);
        assertEquals("line 1: bad\ncannot write " + dir + "/f.conf: the new content does not pass: sh -c 'echo line 1: "
                + "bad >&2; exit 2' %s (exit status 2); what was there is unchanged\n", result.stderr());
        assertEquals("new", Files.readString(dir.resolve("f.conf")));
    }

    @Test
    void secretsAreNeitherShownNorReadableForOthers() throws IOException {
        FileTemplateModule.Parameters task = new FileTemplateModule.Parameters(
                new Template("t.tmpl", "password=hunter2\n", true), dir + "/", null, null, null, null, false, true, false);
        FileState state = Contract.changes(template, task, host);
        assertFalse(state.toString().contains("hunter2"));
        assertEquals("rw-------", mode("t"));
        Files.writeString(dir.resolve("t"), "password=other\n");
        assertFalse(template.observe(task, host).toString().contains("other\n"));
        assertNull(template.observe(task, host).content().text());
    }

    @Test
    void templatesAreWritten() throws IOException {
        FileTemplateModule.Parameters task = new FileTemplateModule.Parameters(new Template("sub/a.conf.j2", "x\n", false),
                dir.toString(), null, null, FileMode.parse("0640"), null, false, true, false);
        Contract.changes(template, task, host);
        assertEquals("x\n", Files.readString(dir.resolve("a.conf")));
    }

    @Test
    void statTellsWhatIsThereAndWhatWillBe() throws IOException {
        Files.createSymbolicLink(dir.resolve("l"), Path.of("d/../real"));
        Files.createDirectory(dir.resolve("d"));
        Files.writeString(dir.resolve("real"), "");
        StatModule.Stat link = stat.query(new StatModule.Parameters(dir + "/l", false, true), host).stat();
        assertTrue(link.islnk());
        assertEquals(dir + "/real", link.lnkSource());
        assertFalse(stat.query(new StatModule.Parameters(dir + "/none", false, true), host).stat().exists());
        CopyModule.Parameters task = content("later", "x", "0600");
        CopyModule.State current = copy.observe(task, host);
        LocalHost predicted = host.after(copy.actions(task, current, copy.wanted(task, current)));
        StatModule.Stat later = stat.query(new StatModule.Parameters(dir + "/later", false, true), predicted).stat();
        assertEquals("0600", later.mode());
        assertEquals(dev.runbook.api.Content.sha256("x".getBytes()), later.checksum());
        assertFalse(Files.exists(dir.resolve("later"), LinkOption.NOFOLLOW_LINKS));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", value = {
        "- | - | /a | - | src",
        "x | y | /a | - | content",
        "- | y | a | - | dest",
        "- | y | /a/ | - | dest",
        "- | y | /a | 9999 | mode",
        "- | y | /a | preserve | mode",
    })
    void mistakesAreFoundWithoutAHost(String src, String content, String dest, String mode, String parameter) {
        SourceFile file = src == null ? null : new SourceFile(src, null, Payload.of(""), false);
        InvalidParameterException e = assertThrows(InvalidParameterException.class, () -> new CopyModule.Parameters(
                file, content, dest, null, null, mode, null, false, true, false, false, null));
        assertEquals(parameter, e.parameter());
    }

    @Test
    void validationNeedsItsPlaceholder() {
        InvalidParameterException e = assertThrows(InvalidParameterException.class, () -> new CopyModule.Parameters(
                null, "x", "/a", null, null, null, null, false, true, false, false, "visudo -c"));
        assertEquals("validate", e.parameter());
    }
}
