package dev.runbook.inventory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runbook.language.Diagnostics;
import dev.runbook.language.SourceLoader;
import dev.runbook.language.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Programs that print an inventory. */
class ProgramInventoryTest {
    @TempDir
    Path directory;

    private final Diagnostics diagnostics = new Diagnostics();

    @Test
    void readsWhatAProgramPrints() throws IOException {
        Inventory inventory = printed("""
                {
                  "web": {"hosts": ["web1", "web2"], "vars": {"port": 80, "ansible_group_priority": 5}, "children": ["edge"]},
                  "db": ["db1"],
                  "empty": {},
                  "_meta": {"hostvars": {"web1": {"a": [1, 2.5, true, null, "@{x}"], "ansible_port": "2222"}}}
                }
                """);
        assertEquals("", Golden.render(diagnostics, directory));
        assertEquals(
                """
                group all depth 0
                  hosts: web1 web2 db1
                  members:
                  children: ungrouped web db empty
                group ungrouped depth 1
                  hosts:
                  members:
                  children:
                group web depth 1 priority 5
                  hosts: web1 web2
                  members: web1 web2
                  children: edge
                  inv: web.vars: port==80
                group edge depth 2
                  hosts:
                  members:
                  children:
                group db depth 1
                  hosts: db1
                  members: db1
                  children:
                group empty depth 1
                  hosts:
                  members:
                  children:
                host web1
                  groups: all web
                  inv: hostvars.web1: a==[1, 2.5, true, null, @{x}], ansible_port==2222
                host web2
                  groups: all web
                host db1
                  groups: all db
                """,
                InventoryDump.of(inventory));
    }

    @Test
    void knowsWhereEachVariableStands() throws IOException {
        Inventory inventory = printed("{\"a\": [\"h\"], \"_meta\": {\"hostvars\": {\"h\": {\n  \"né\\\"w\": 1}}}}");
        var datum = inventory.host("h").orElseThrow().variables().getFirst().data().getFirst();
        assertEquals("né\"w", datum.name());
        assertEquals("inv --list:2:3", datum.span().at());
        assertEquals("\"né\\\"w\"", datum.span().source().text()
                .substring(datum.span().startOffset(), datum.span().endOffset()));
    }

    @Test
    void asksForEachHostWhereThereIsNoMeta() throws IOException {
        program("""
                case $1 in
                --list) echo '{"web": ["a", "b", "c"]}';;
                --host) case $2 in a) echo '{"x": "of a"}';; b) ;; c) echo oops;; esac;;
                esac
                """);
        Inventory inventory = load(Duration.ofSeconds(20));
        assertEquals(
                "of a", inventory.host("a").orElseThrow().variables().getFirst().data().getFirst().value());
        assertTrue(inventory.host("b").orElseThrow().variables().isEmpty());
        assertEquals(List.of("inventory-not-json"), codes());
        assertTrue(diagnostics.all().getFirst().summary().contains("inv --host c"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            `[]`                                        | wrong-shape          | inv --list:1:1
            `"web"`                                     | wrong-shape          | inv --list:1:1
            `{"web": 3}`                                | wrong-shape          | inv --list:1:9
            `{"web": [3]}`                              | wrong-shape          | inv --list:1:10
            `{"web": ["a b"]}`                          | invalid-host-name    | inv --list:1:10
            `{"web": ["a:22"]}`                         | invalid-host-name    | inv --list:1:10
            `{"web": [""]}`                             | invalid-host-name    | inv --list:1:10
            `{"w b": []}`                               | invalid-group-name   | inv --list:1:2
            `{"web": {"hosts": "a"}}`                   | wrong-shape          | inv --list:1:19
            `{"web": {"hsots": []}}`                    | unknown-inventory-key | inv --list:1:10
            `{"web": {"vars": []}}`                     | wrong-shape          | inv --list:1:18
            `{"web": {"children": [{}]}}`               | wrong-shape          | inv --list:1:23
            `{"_meta": 1}`                              | wrong-shape          | inv --list:1:11
            `{"_meta": {"hostvars": []}}`               | wrong-shape          | inv --list:1:24
            `{"w":["a"],"_meta":{"hostvars":{"a": 1}}}` | wrong-shape          | inv --list:1:38
            `{"w":["a"],"_meta":{"hostvars":{"a":{"ansible_port": "x"}}}}` | invalid-port | inv --list:1:38
            `{"a": {"children": ["b"]}, "b": {"children": ["a"]}}` | cyclic-groups | inv --list:1:21
            `{"web": ["a"]`                             | inventory-not-json   | inv --list:1:13
            `{'web': ["a"]}`                            | inventory-not-json   | inv --list:1:2
            `{} {}`                                     | inventory-not-json   | inv --list:1:4
            `hello`                                     | inventory-not-json   | inv --list:1:1
            ``                                          | inventory-not-json   | inv --list:1:1
            """)
    void saysWhereTheJsonIsWrong(String json, String code, String at) throws IOException {
        printed(json == null ? "" : json);
        assertEquals(List.of(code), codes());
        String place = diagnostics.all().getFirst().span().at();
        assertTrue(place.equals(at), place + " " + diagnostics.all());
    }

    @Test
    void warnsOfVariablesForNobody() throws IOException {
        printed("{\"web\": [\"a\"], \"_meta\": {\"hostvars\": {\"b\": {\"x\": 1}}}}");
        assertEquals(List.of("unused-host-variables"), codes());
        assertFalse(diagnostics.hasErrors());
    }

    @Test
    void anExcerptShowsNoPassword() throws IOException {
        printed("{\"w\":[\"a\"],\"_meta\":{\"hostvars\":{\"a\":{\"ansible_password\": \"hush\\\"hush\", \"api_token\": 'x1y'}}}}");
        String shown = new dev.runbook.language.DiagnosticRenderer(false).render(diagnostics.all());
        assertTrue(shown.contains("ansible_password"), shown);
        assertFalse(shown.contains("hush"), shown);
        assertFalse(shown.contains("x1y"), shown);
    }

    @Test
    void showsWhatAFailingProgramSays() throws IOException {
        program("echo 'no route to cloud' >&2; exit 3");
        load(Duration.ofSeconds(20));
        assertEquals("`inv --list` ended with status 3", diagnostics.all().getFirst().summary());
        assertEquals("no route to cloud", diagnostics.all().getFirst().detail());
        assertEquals(
                "token ******** and more",
                InventoryProgram.masked("token abcdef and more", Map.of("CLOUD_TOKEN", "abcdef", "USER", "more")));
    }

    @Test
    void endsOneThatHangsWithItsChildren() throws IOException {
        program("sleep 61 & echo $! > " + directory + "/pid; wait");
        Instant start = Instant.now();
        load(Duration.ofMillis(700));
        assertEquals(List.of("inventory-program-failed"), codes());
        assertTrue(diagnostics.all().getFirst().summary().endsWith("did not end within 0.7 s"));
        assertTrue(Duration.between(start, Instant.now()).toSeconds() < 20);
        long pid = Long.parseLong(Files.readString(directory.resolve("pid")).strip());
        assertTrue(ProcessHandle.of(pid).map(handle -> handle.onExit().orTimeout(10, java.util.concurrent.TimeUnit.SECONDS)
                .isCompletedExceptionally()).stream().noneMatch(failed -> failed));
    }

    @Test
    void saysWhyOneCannotBeStarted() throws IOException {
        write("inv", "#!/no/such/program -x\n", "rwxr-xr-x");
        load(Duration.ofSeconds(20));
        assertTrue(diagnostics.all().getFirst().summary().contains("what its first line names is not there"));
        assertEquals("Its first line is #!/no/such/program -x", diagnostics.all().getFirst().detail());
    }

    @Test
    void runsInTheWorkingDirectoryWithNothingToRead() throws IOException {
        program("read x; printf '{\"g\": {\"hosts\": [\"h\"], \"vars\": {\"d\": \"%s\"}}, \"_meta\": {}}' \"$PWD\"");
        Inventory inventory = load(Duration.ofSeconds(20));
        assertEquals(
                directory.toRealPath().toString(),
                Path.of(String.valueOf(inventory.group("g").orElseThrow().variables().getFirst().data().getFirst().value()))
                        .toRealPath().toString());
    }

    @Test
    void takesTextForDataEvenIfItMayBeRun() throws IOException {
        write("inv", "[web]\nweb1\n", "rwxr-xr-x");
        assertEquals(List.of("web1"), List.copyOf(load(Duration.ofSeconds(20)).hosts().keySet()));
        write("inv.yml", "#!/usr/bin/env runbook\nall: {hosts: {y1: }}\n", "rw-r--r--");
        assertEquals(InventoryProgram.Kind.DATA, InventoryProgram.kindOf(directory.resolve("inv.yml"), true));
        assertEquals(InventoryProgram.Kind.NOT_EXECUTABLE, InventoryProgram.kindOf(directory.resolve("inv.yml"), false));
        Files.write(directory.resolve("inv"), new byte[] {0x7f, 'E', 'L', 'F', 0});
        assertEquals(InventoryProgram.Kind.PROGRAM, InventoryProgram.kindOf(directory.resolve("inv"), false));
        assertEquals(List.of(), codes());
    }

    private Inventory printed(String json) throws IOException {
        write("json", json, "rw-r--r--");
        program("cat " + directory.resolve("json"));
        return load(Duration.ofSeconds(20));
    }

    private void program(String script) throws IOException {
        write("inv", "#!/bin/sh\n" + script + "\n", "rwxr-xr-x");
    }

    private void write(String name, String text, String mode) throws IOException {
        Path file = Files.writeString(directory.resolve(name), text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    private Inventory load(Duration limit) {
        return new InventoryLoader(new YamlReader(), new SourceLoader(), InventoryPlugins.NONE, limit)
                .load(new InventoryRequest(List.of("inv"), directory, null), diagnostics);
    }

    private List<String> codes() {
        return diagnostics.all().stream().map(d -> d.code()).toList();
    }
}
