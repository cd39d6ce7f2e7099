package dev.runbook.variables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runbook.api.Unknown;
import dev.runbook.api.UnknownException;
import dev.runbook.inventory.VariableFiles;
import dev.runbook.language.Diagnostics;
import dev.runbook.language.Node;
import dev.runbook.language.RunbookException;
import dev.runbook.language.SourceLoader;
import dev.runbook.language.YamlReader;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VarsFilesTest {
    @TempDir
    Path directory;

    private Fixture fixture;
    private VarsFiles files;
    private HostVariables host;

    @BeforeEach
    void open() {
        fixture = new Fixture(directory);
        files = new VarsFiles(new VariableFiles(new YamlReader(), new SourceLoader()), fixture.expressions);
        host = fixture.variables("all: {hosts: {web1: {os: debian}}}").host("web1");
    }

    @Test
    void pathsMayDependOnTheHost() {
        fixture.write("vars/debian.yml", "a: '@{os} 12'\n");
        List<Frame> frames = files.frames(items("['vars/@{os}.yml']"), directory, host.scope(List.of()));
        assertEquals("debian 12", host.scope(frames).lookup("a"));
        assertEquals(Precedence.VARS_FILES, frames.getFirst().precedence());
        assertSame(
                frames.getFirst(),
                files.frames(items("['@{os}.yml']"), directory, host.scope(List.of())).getFirst());
    }

    @Test
    void theFirstThatExistsCounts() {
        fixture.write("default.yml", "a: default\n");
        List<Node> items = items("[['@{os}.yml', default.yml, none.yml]]");
        List<Frame> frames = files.frames(items, directory, host.scope(List.of()));
        assertEquals("default", host.scope(frames).lookup("a"));
        assertFalse(files.check(items, directory, new Diagnostics()).complete());
    }

    @Test
    void laterFilesWin() {
        fixture.write("a.yml", "v: a\nw: a\n");
        fixture.write("b.json", "{\"v\": \"b\"}");
        List<Frame> frames = files.frames(items("[a.yml, b.json]"), directory, host.scope(List.of()));
        assertEquals("b", host.scope(frames).lookup("v"));
        assertEquals("a", host.scope(frames).lookup("w"));
    }

    @Test
    void literalPathsAreCheckedBeforehand() {
        fixture.write("good.yml", "a: 1\nb: '@{!}'\n");
        fixture.write("bad.yml", "- a\n");
        Diagnostics diagnostics = new Diagnostics();
        VarsFiles.Known known = files.check(
                items("[good.yml, god.yml, bad.yml, [x.yml, y.yml]]"), directory, diagnostics);
        assertTrue(known.complete());
        assertEquals(List.of("a", "b"), known.frames().stream().flatMap(f -> f.names().stream()).sorted().toList());
        assertEquals(
                List.of(
                        "bad-expression " + directory + "/good.yml:2:4",
                        "file-missing runbook.yml:1:16",
                        "wrong-shape " + directory + "/bad.yml:1:1",
                        "file-missing runbook.yml:1:35"),
                diagnostics.all().stream().map(d -> d.code() + " " + d.span().at()).toList());
        assertEquals("None of these files exists: x.yml, y.yml", diagnostics.all().getLast().summary());
    }

    @Test
    void missingFilesAreNamed() {
        RunbookException error = assertThrows(
                RunbookException.class,
                () -> files.frames(items("['@{os}.yml']"), directory, host.scope(List.of())));
        assertTrue(error.getMessage().contains("debian.yml"), error.getMessage());
    }

    @Test
    void unknownPathsAreUnknown() {
        host.define(Precedence.SET_FACT, "os", new Unknown("not yet", ""), "task", null);
        assertThrows(
                UnknownException.class,
                () -> files.frames(items("['@{os}']"), directory, host.scope(List.of())));
    }

    private static List<Node> items(String yaml) {
        Node items = Fixture.entries("runbook.yml", "{v: " + yaml + "}").getFirst().value();
        return ((Node.SequenceNode) items).items();
    }
}
