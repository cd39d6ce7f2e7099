package dev.runbook.inventory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runbook.language.Diagnostics;
import dev.runbook.language.Node;
import dev.runbook.language.Source;
import dev.runbook.language.SourceLoader;
import dev.runbook.language.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HostPatternTest {
    private final Diagnostics diagnostics = new Diagnostics();

    static List<String> table() throws IOException {
        return Files.readAllLines(Golden.RESOURCES.resolve("patterns.table")).stream()
                .filter(line -> line.contains("=>") && !line.startsWith("#"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("table")
    void selects(String row) {
        String[] cells = row.split("=>", -1);
        String pattern = cells[0].strip();
        Source source = new Source("runbook.yml", null, pattern);
        String hosts = names(HostPattern.of(pattern, source.span(0, pattern.length()), diagnostics));
        String said = diagnostics.all().stream()
                .map(d -> d.code() + " «" + pattern.substring(d.span().startOffset(), d.span().endOffset()) + "»"
                        + d.hints().stream().map(h -> " " + h).collect(Collectors.joining()))
                .collect(Collectors.joining("; "));
        assertEquals(cells[1].strip(), said.isEmpty() ? hosts : (hosts + " ! " + said).strip());
    }

    @Test
    void pointsIntoTheRunbook() {
        Source source = new Source("runbook.yml", null, "- hosts:\n    - web\n    - \"db:!wbe1\"\n");
        Node root = new YamlReader().read(source, diagnostics).orElseThrow();
        Node hosts = ((Node.MappingNode) ((Node.SequenceNode) root).items().getFirst()).entry("hosts").orElseThrow().value();
        assertEquals("web1 web2 web3 db1 db2", names(HostPattern.of(hosts, diagnostics)));
        assertEquals("runbook.yml:3:11", diagnostics.all().getFirst().span().at());
        assertEquals(List.of("did you mean `web1`, `web` or `web2`?"), diagnostics.all().getFirst().hints());
    }

    @Test
    void refusesMappings() {
        Node node = new YamlReader().read(new Source("r", null, "{a: b}"), diagnostics).orElseThrow();
        assertEquals("", names(HostPattern.of(node, diagnostics)));
        assertEquals("wrong-shape", diagnostics.all().getFirst().code());
    }

    @Test
    void readsLimitsFromFiles(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("retry");
        Files.writeString(file, "# failed yesterday\nweb2\n\n  db1:nope  \n");
        assertEquals("web2 db1", names(HostPattern.limit("@" + file, new SourceLoader(), diagnostics)));
        assertEquals(file + ":4:7", diagnostics.all().getFirst().span().at());
    }

    @Test
    void saysThatALimitFileIsMissing(@TempDir Path directory) {
        assertEquals("", names(HostPattern.limit("@" + directory + "/none", new SourceLoader(), diagnostics)));
        assertEquals(List.of("file-missing"), diagnostics.all().stream().map(d -> d.code()).toList());
    }

    @Test
    void saysWhatToDoWithoutAnInventory() {
        Source source = new Source("runbook.yml", null, "web");
        var none = HostPattern.of("web", source.span(0, 3), diagnostics).select(Inventory.localhostOnly(), diagnostics);
        assertTrue(none.isEmpty());
        assertEquals(List.of("the inventory has no hosts: name one with `-i`"), diagnostics.all().getFirst().hints());
    }

    private String names(HostPattern pattern) {
        Path inventory = Golden.RESOURCES.resolve("patterns.ini");
        Diagnostics quiet = new Diagnostics();
        return pattern
                .select(new InventoryLoader(new YamlReader(), new SourceLoader())
                        .load(List.of(inventory.toString()), null, quiet), diagnostics)
                .stream()
                .map(Inventory.InventoryHost::name)
                .collect(Collectors.joining(" "));
    }

}
