package dev.runbook.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runbook.catalog.ModuleCatalog;
import dev.runbook.expression.MvelExpressions;
import dev.runbook.inventory.Inventory;
import dev.runbook.inventory.InventoryLoader;
import dev.runbook.inventory.InventoryRequest;
import dev.runbook.language.Diagnostic;
import dev.runbook.language.Diagnostics;
import dev.runbook.language.SourceLoader;
import dev.runbook.language.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/writing-an-inventory-source.md tells its reader to write is found as a jar, and does what the page says. */
final class WritingAnInventorySourceTest {
    private static final Path PAGE = Path.of("..", "..", "docs", "writing-an-inventory-source.md");

    @TempDir
    private Path project;

    private final Diagnostics diagnostics = new Diagnostics();
    private ModuleCatalog catalog;
    private InventoryLoader loader;

    @BeforeEach
    void load() throws IOException {
        Tutorial tutorial = new Tutorial(PAGE, project);
        List<Path> files = tutorial.writeFiles();
        Path classes = Files.createDirectories(project.resolve("target/classes"));
        tutorial.compile(files, "src/main/java", classes, Tutorial.classPath());
        tutorial.copyResources(classes);
        Path modules = project.resolve("modules");
        tutorial.jar(classes, modules.resolve("runbook-hosts-1.0.jar"));
        catalog = ModuleCatalog.load(List.of(), modules);
        loader = new InventoryLoader(
                new YamlReader(), new SourceLoader(), catalog.inventorySources().plugins(MvelExpressions::new));
    }

    @AfterEach
    void close() {
        catalog.close();
    }

    @Test
    void whatThePageSaysWorks() {
        assertEquals(List.of(), catalog.diagnostics());
        assertEquals("runbook-hosts-1.0.jar", catalog.inventorySources().all().get("hosts_file").origin());
        Inventory inventory = read();
        assertEquals(List.of(), diagnostics.all());
        assertEquals(List.of("web1", "db1"), List.copyOf(inventory.hosts().keySet()));
        assertEquals(List.of("all", "lab"), inventory.host("web1").orElseThrow().groups());
        assertEquals("192.0.2.10", value(inventory.host("web1").orElseThrow().variables(), "ansible_host"));
        assertEquals(List.of("www"), value(inventory.host("web1").orElseThrow().variables(), "aliases"));
        assertEquals("lab", value(inventory.group("lab").orElseThrow().variables(), "site"));
        assertEquals("lab.yml: hosts_file host web1", inventory.host("web1").orElseThrow().variables().getFirst().origin());
    }

    @Test
    void itIsAskedAgain() throws IOException {
        Inventory first = read();
        Files.writeString(project.resolve("hosts.txt"), "192.0.2.99 new1\n192.0.2.11 db1\n");
        Inventory second = new InventoryLoader(new YamlReader(), new SourceLoader()).reload(first, diagnostics);
        assertEquals(List.of(), diagnostics.all());
        assertEquals(List.of("new1", "db1"), List.copyOf(second.hosts().keySet()));
    }

    @Test
    void mistakesStandAtTheirPlace() throws IOException {
        assertEquals(
                "unknown-parameter lab.yml:2:1 `hosts_file` has no parameter `flie`",
                refused("plugin: hosts_file\nflie: hosts.txt\n"));
        assertEquals(
                "missing-parameter lab.yml:1:9 `hosts_file` needs `file`",
                refused("plugin: hosts_file\ngroup: lab\n"));
        assertEquals(
                "invalid-parameter lab.yml:3:8 `group` of `hosts_file`: expected lower-case letters, digits and _",
                refused("plugin: hosts_file\nfile: hosts.txt\ngroup: My Lab\n"));
        assertTrue(refused("plugin: hosts_file\nfile: nothing.txt\n").startsWith("file-missing lab.yml:2:7"));
        assertTrue(refused("plugin: hosts_file\nfile: hosts.txt\ngroup: \"@{nobody}\"\n").startsWith("unknown-variable"));
        assertEquals(
                "unknown-inventory-source lab.yml:1:9 There is no source of inventory `host_file`",
                refused("plugin: host_file\n"));
        assertEquals("did you mean `hosts_file`?", diagnostics.all().getLast().hints().getFirst());
        Files.writeString(project.resolve("hosts.txt"), "192.0.2.1\n");
        assertEquals(
                "inventory-source-failed lab.yml:1:9 `hosts_file`: line 1 of hosts.txt has an address, but no name",
                refused("plugin: hosts_file\nfile: hosts.txt\n"));
        Files.writeString(project.resolve("hosts.txt"), "192.0.2.1 a/b\n");
        assertEquals(
                "invalid-host-name lab.yml:1:9 The source `hosts_file` found `a/b`, which is not a host name",
                refused("plugin: hosts_file\nfile: hosts.txt\n"));
    }

    private String refused(String yaml) throws IOException {
        Files.writeString(project.resolve("lab.yml"), yaml);
        int before = diagnostics.all().size();
        read();
        return String.join(" | ", diagnostics.all().stream().skip(before).map(WritingAnInventorySourceTest::brief).toList());
    }

    private static String brief(Diagnostic diagnostic) {
        return diagnostic.code() + " " + diagnostic.span().at() + " " + diagnostic.summary();
    }

    private Inventory read() {
        return loader.load(new InventoryRequest(List.of("lab.yml"), project, null), diagnostics);
    }

    private static Object value(List<Inventory.Definition> definitions, String name) {
        return definitions.stream()
                .flatMap(definition -> definition.data().stream())
                .filter(datum -> datum.name().equals(name))
                .findFirst()
                .orElseThrow()
                .value();
    }
}
