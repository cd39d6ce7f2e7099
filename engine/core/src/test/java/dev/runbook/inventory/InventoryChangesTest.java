package dev.runbook.inventory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runbook.inventory.Inventory.Definition;
import dev.runbook.language.Diagnostics;
import dev.runbook.language.Node;
import dev.runbook.language.RunbookException;
import dev.runbook.language.Source;
import dev.runbook.language.SourceLoader;
import dev.runbook.language.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What add_host, group_by and refresh_inventory make of an inventory. */
class InventoryChangesTest {
    @TempDir
    Path directory;

    private final Diagnostics diagnostics = new Diagnostics();
    private final InventoryLoader loader = new InventoryLoader(new YamlReader(), new SourceLoader());
    private Inventory inventory;

    @BeforeEach
    void load() throws IOException {
        Files.writeString(directory.resolve("hosts.ini"), """
                alone

                [web]
                web1
                web2

                [db]
                db1

                [site:children]
                web
                """);
        write("group_vars/os_Debian.yml", "os: deb\nansible_group_priority: 7\n");
        write("host_vars/late.yml", "a: file\n");
        inventory = loader.load(
                new InventoryRequest(List.of("hosts.ini"), directory, null), diagnostics);
        assertEquals(List.of(), diagnostics.all());
    }

    @Test
    void addsAHostToGroupsOldAndNew() {
        Inventory more = inventory.withHost("late", List.of("web", "fresh"), variables("a: task\nb: task\n"));
        assertEquals(
                """
                group all depth 0
                  hosts: alone web1 web2 db1 late
                  members:
                  children: ungrouped db site fresh
                group ungrouped depth 1
                  hosts: alone
                  members: alone
                  children:
                group web depth 2
                  hosts: web1 web2 late
                  members: web1 web2 late
                  children:
                group db depth 1
                  hosts: db1
                  members: db1
                  children:
                group site depth 1
                  hosts: web1 web2 late
                  members:
                  children: web
                group fresh depth 1
                  hosts: late
                  members: late
                  children:
                host alone
                  groups: all ungrouped
                host web1
                  groups: all site web
                host web2
                  groups: all site web
                host db1
                  groups: all db
                host late
                  groups: all fresh site web
                  add_host: a=task, b=task
                  host_vars/late.yml: a=file
                """,
                InventoryDump.of(more));
        assertTrue(inventory.host("late").isEmpty(), "the first is as it was");
    }

    @Test
    void addsToAHostThatIsThere() {
        Inventory more = inventory
                .withHost("alone", List.of(), variables("a: 1\n"))
                .withHost("alone", List.of("db"), variables("a: 2\n"));
        assertEquals(List.of("alone", "web1", "web2", "db1"), List.copyOf(more.hosts().keySet()));
        assertEquals(List.of(), more.group("ungrouped").orElseThrow().hosts());
        assertEquals(List.of("alone", "db1"), more.group("db").orElseThrow().hosts());
        assertEquals(List.of("all", "db"), more.host("alone").orElseThrow().groups());
        assertEquals(
                List.of("1", "2"),
                more.host("alone").orElseThrow().variables().stream()
                        .map(d -> InventoryDump.text(d.entries().getFirst().value()))
                        .toList());
    }

    @Test
    void putsAHostWithoutGroupsIntoUngrouped() {
        Inventory more = inventory.withHost("new", List.of(), List.of());
        assertEquals(List.of("all", "ungrouped"), more.host("new").orElseThrow().groups());
        assertEquals(List.of("alone", "new"), more.group("ungrouped").orElseThrow().members());
    }

    @Test
    void groupsByAndReadsTheVariablesOfTheNewGroup() {
        Inventory more = inventory
                .withGroup("os_Debian", "web2", List.of("os"))
                .withGroup("os_Debian", "web1", List.of("os"));
        var group = more.group("os_Debian").orElseThrow();
        assertEquals(List.of("web1", "web2"), group.hosts());
        assertEquals(2, group.depth());
        assertEquals(7, group.priority());
        assertEquals("group_vars/os_Debian.yml", group.variables().getFirst().origin());
        assertEquals(List.of("os"), group.variables().getFirst().entries().stream().map(e -> e.key().text()).toList());
        assertEquals(List.of("all", "os", "site", "web", "os_Debian"), more.host("web1").orElseThrow().groups());
        assertEquals(List.of("web1", "web2"), more.group("os").orElseThrow().hosts());
        assertEquals(
                List.of("ungrouped", "db", "site", "os"), more.group("all").orElseThrow().children());
    }

    @Test
    void newParentsMakeAGroupDeeper() {
        Inventory more = inventory.withGroup("db", "db1", List.of("site"));
        assertEquals(2, more.group("db").orElseThrow().depth());
        assertEquals(List.of("web1", "web2", "db1"), more.group("site").orElseThrow().hosts());
        assertEquals(List.of("all", "site", "db"), more.host("db1").orElseThrow().groups());
    }

    @Test
    void groupsTheImplicitLocalhost() {
        Inventory more = inventory.withGroup("os_Debian", "localhost", List.of());
        assertEquals(List.of("localhost"), more.group("os_Debian").orElseThrow().hosts());
        assertEquals(4, more.group("all").orElseThrow().hosts().size());
        assertEquals(List.of("all", "os_Debian"), more.host("localhost").orElseThrow().groups());
    }

    @Test
    void refusesWhatCannotBe() {
        assertEquals("invalid-host-name", refused(() -> inventory.withHost("a b", List.of(), List.of())));
        assertEquals("invalid-host-name", refused(() -> inventory.withHost("web[1:3]", List.of(), List.of())));
        assertEquals("invalid-group-name", refused(() -> inventory.withHost("a", List.of("x y"), List.of())));
        assertEquals("invalid-group-name", refused(() -> inventory.withGroup("", "web1", List.of())));
        assertEquals("cyclic-groups", refused(() -> inventory.withGroup("site", "web1", List.of("web"))));
        assertThrows(IllegalArgumentException.class, () -> inventory.withGroup("g", "nobody", List.of()));
    }

    @Test
    void readsAgainAndKeepsWhatWasAdded() throws IOException {
        Inventory more = inventory
                .withHost("late", List.of("web"), variables("b: task\n"))
                .withGroup("os_Debian", "web1", List.of())
                .withGroup("os_Debian", "late", List.of());
        write("hosts.ini", "[web]\nweb3\n");
        Inventory again = loader.reload(more, diagnostics);
        assertEquals(List.of(), diagnostics.all());
        assertEquals(List.of("web3", "late"), List.copyOf(again.hosts().keySet()));
        assertEquals(List.of("late"), again.group("os_Debian").orElseThrow().hosts());
        write("hosts.ini", "[web]\nweb3\nweb1\n");
        assertEquals(
                List.of("web1", "late"),
                loader.reload(again, diagnostics).group("os_Debian").orElseThrow().hosts(),
                "what is gone may come back");
    }

    /** Stays linear in the hosts for each step; a blunt check, as the time of a machine says little. */
    @Test
    void takesHundredsOfHosts() {
        Inventory many = inventory;
        for (String name : IntStream.range(0, 600).mapToObj(i -> "h" + i).toList()) {
            many = many.withHost(name, List.of("web"), List.of()).withGroup("even", name, List.of("parity"));
        }
        assertEquals(602, many.group("web").orElseThrow().hosts().size());
        assertEquals(600, many.group("parity").orElseThrow().hosts().size());
    }

    private static String refused(org.junit.jupiter.api.function.Executable change) {
        return assertThrows(RunbookException.class, change).diagnostics().getFirst().code();
    }

    private static List<Definition> variables(String yaml) {
        Node node = new YamlReader().read(new Source("task", null, yaml), new Diagnostics()).orElseThrow();
        return List.of(new Definition("add_host", ((Node.MappingNode) node).entries()));
    }

    private void write(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
