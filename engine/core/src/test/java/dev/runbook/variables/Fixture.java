package dev.runbook.variables;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.runbook.inventory.Inventory;
import dev.runbook.inventory.InventoryLoader;
import dev.runbook.language.Diagnostics;
import dev.runbook.language.Node;
import dev.runbook.language.Source;
import dev.runbook.language.SourceLoader;
import dev.runbook.language.YamlReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Makes inventories and frames of text. */
final class Fixture {
    final FakeExpressions expressions = new FakeExpressions();
    private final Path directory;

    Fixture(Path directory) {
        this.directory = directory;
    }

    Path write(String name, String text) {
        try {
            Path file = directory.resolve(name);
            Files.createDirectories(file.getParent());
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Variables variables(String inventory, String... extra) {
        return variables(inventory, ExtraVariables.parse(List.of(extra), directory, new Diagnostics()));
    }

    Variables variables(String inventory, Frame extra) {
        Path file = write("hosts.yml", inventory);
        Diagnostics diagnostics = new Diagnostics();
        Inventory loaded = new InventoryLoader(new YamlReader(), new SourceLoader())
                .load(List.of(file.toString()), null, diagnostics);
        assertEquals(List.of(), diagnostics.all());
        return Variables.of(loaded, extra, expressions, directory, false);
    }

    static Frame frame(Precedence precedence, String yaml) {
        return Frame.of(precedence, precedence.title(), entries(precedence.title() + ".yml", yaml));
    }

    static List<Node.Entry> entries(String name, String yaml) {
        Diagnostics diagnostics = new Diagnostics();
        Node node = new YamlReader().read(new Source(name, null, yaml), diagnostics).orElseThrow();
        assertEquals(List.of(), diagnostics.all());
        return ((Node.MappingNode) node).entries();
    }
}
