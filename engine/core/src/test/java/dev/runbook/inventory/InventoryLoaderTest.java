package dev.runbook.inventory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runbook.language.Diagnostics;
import dev.runbook.language.SourceLoader;
import dev.runbook.language.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class InventoryLoaderTest {
    private final Diagnostics diagnostics = new Diagnostics();

    static List<Path> corpus() throws IOException {
        return Golden.children(Golden.RESOURCES.resolve("corpus"));
    }

    static List<Path> errors() throws IOException {
        return Golden.children(Golden.RESOURCES.resolve("errors")).stream()
                .filter(path -> !path.toString().endsWith(".expected"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void readsWhatAnsibleReads(Path directory) throws IOException {
        List<String> sources = new ArrayList<>();
        Path runbook = null;
        Path arguments = directory.resolve("arguments");
        if (Files.exists(arguments)) {
            for (String line : Files.readAllLines(arguments)) {
                String value = line.substring(line.indexOf(' ') + 1);
                if (line.startsWith("runbook ")) {
                    runbook = directory.resolve(value);
                } else {
                    sources.add(value.contains(",") ? value : directory.resolve(value).toString());
                }
            }
        } else {
            Path yaml = directory.resolve("hosts.yml");
            sources.add((Files.exists(yaml) ? yaml : directory.resolve("hosts.ini")).toString());
        }
        Inventory inventory = load(sources, runbook);
        String actual = InventoryDump.of(inventory) + Golden.render(diagnostics, directory);
        Golden.matches(directory.resolve("expected"), actual);
    }

    @ParameterizedTest
    @MethodSource("errors")
    void saysAllThatIsWrongAtOnce(Path file) throws IOException {
        Path source = Files.isDirectory(file) ? file.resolve("hosts.ini") : file;
        load(List.of(source.toString()), null);
        Golden.matches(
                file.resolveSibling(file.getFileName() + ".expected"),
                Golden.render(diagnostics, Golden.RESOURCES.resolve("errors")));
    }

    @Test
    void hasOnlyTheImplicitLocalhostWithoutAnySource() {
        Inventory inventory = load(List.of(), null);
        assertTrue(inventory.hosts().isEmpty());
        assertEquals(List.of("all", "ungrouped"), List.copyOf(inventory.groups().keySet()));
        assertEquals("local", InventoryDump.text(
                inventory.host("localhost").orElseThrow().variables().getFirst().entries().getFirst().value()));
        assertEquals("127.0.0.1", inventory.host("127.0.0.1").orElseThrow().name());
        assertTrue(inventory.host("web1").isEmpty());
        assertEquals(inventory, Inventory.localhostOnly());
    }

    @Test
    void suggestsTheNearestFileForOneThatIsMissing(@TempDir Path directory) throws IOException {
        Files.writeString(directory.resolve("production.yml"), "all:");
        load(List.of(directory.resolve("prodution.yml").toString(), directory + "/none/hosts", "web1"), null);
        String given = directory + "/prodution.yml";
        assertEquals(
                """
                error [inventory-missing] There is no inventory `%1$s/prodution.yml`
                  at -i:1:1 «%1$s/prodution.yml»
                  hint: did you mean `production.yml`?
                error [inventory-missing] There is no inventory `%1$s/none/hosts`
                  at -i:1:1 «%1$s/none/hosts»
                  hint: the directory `%1$s/none` does not exist either
                error [inventory-missing] There is no inventory `web1`
                  at -i:1:1 «web1»
                  hint: to name hosts directly, end the list with a comma: `-i web1,`
                """.formatted(directory),
                Golden.render(diagnostics, Path.of("/nowhere")));
        assertEquals(given, diagnostics.all().getFirst().span().source().text());
    }

    @Test
    void readsVariablesOnceWhereRunbookAndInventoryAreNeighbours(@TempDir Path directory) throws IOException {
        Files.writeString(directory.resolve("hosts"), "web1\n");
        Files.createDirectories(directory.resolve("host_vars"));
        Files.writeString(directory.resolve("host_vars/web1"), "a: 1\n");
        Inventory inventory = load(List.of(directory.resolve("hosts").toString()), directory);
        assertEquals(1, inventory.host("web1").orElseThrow().variables().size());
    }

    @Test
    void readsTwoThousandHostsAtOnce() {
        Inventory inventory = load(List.of("web[0001:2000].example.com,"), null);
        assertEquals(2000, inventory.group("ungrouped").orElseThrow().hosts().size());
        assertEquals("web0042.example.com", List.copyOf(inventory.hosts().keySet()).get(41));
    }

    private Inventory load(List<String> sources, @org.jspecify.annotations.Nullable Path runbook) {
        return new InventoryLoader(new YamlReader(), new SourceLoader()).load(sources, runbook, diagnostics);
    }
}
