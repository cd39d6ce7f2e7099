package dev.runbook.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import dev.runbook.catalog.ModuleCatalog;
import dev.runbook.language.Diagnostics;
import dev.runbook.language.Node;
import dev.runbook.language.Source;
import dev.runbook.language.YamlReader;
import dev.runbook.schema.RunbookSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The schema accepts every runbook that runs, and refuses what is broken in a way that a schema can tell. */
final class SchemaTest {
    private static final Path CASES = Path.of("src/test/resources/cases");
    private static final Path BROKEN = Path.of("src/test/resources/schema/broken.yml");
    private static final Path RUNBOOKS = Path.of("../../runbooks");

    private final JsonSchema schema;
    private final String json;

    SchemaTest() {
        try (ModuleCatalog catalog = ModuleCatalog.load(List.of(getClass().getClassLoader()), List.of())) {
            json = new RunbookSchema(catalog.all()).json();
            schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7).getSchema(json);
        }
    }

    @Test
    void isItselfValid() throws IOException {
        JsonNode node = new ObjectMapper().readTree(json);
        assertEquals("http://json-schema.org/draft-07/schema#", node.get("$schema").asText());
        List<String> dangling = new ArrayList<>();
        node.findValues("$ref").forEach(ref -> {
            if (node.at(ref.asText().substring(1).replace("~", "~0")).isMissingNode()) {
                dangling.add(ref.asText());
            }
        });
        assertEquals(List.of(), dangling);
    }

    @TestFactory
    Stream<DynamicTest> acceptsEveryRunbookThatRuns() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (Path file : yaml(RUNBOOKS)) {
            String folder = file.getParent().getFileName().toString();
            boolean ofRole = file.toString().contains("/roles/");
            if (ofRole && (folder.equals("tasks") || folder.equals("handlers"))) {
                String play = "- hosts: all\n  " + folder + ":\n" + Files.readString(file).indent(4);
                tests.add(accepts(file.toString(), play));
            } else if (!ofRole && !folder.equals("group_vars")) {
                tests.add(accepts(file.toString(), Files.readString(file)));
            }
        }
        for (Path file : yaml(CASES)) {
            for (Case one : Case.read(file)) {
                String runbook = one.given().get("site.yml");
                if (runbook != null && one.steps().stream().allMatch(step -> step.exit() == 0)) {
                    tests.add(accepts(file + ": " + one.name(), runbook));
                }
            }
        }
        assertTrue(tests.size() > 40, "runbooks: " + tests.size());
        return tests.stream();
    }

    private DynamicTest accepts(String name, String runbook) {
        return DynamicTest.dynamicTest(name, () -> assertEquals(List.of(), messages(runbook)));
    }

    /** The file maps what is wrong to a runbook; the engine must refuse it as well. */
    @TestFactory
    Stream<DynamicTest> refusesBrokenRunbooks() throws IOException {
        Node.MappingNode broken = (Node.MappingNode) read(Files.readString(BROKEN));
        assertTrue(broken.entries().size() >= 30, "broken: " + broken.entries().size());
        return broken.entries().stream().map(entry -> DynamicTest.dynamicTest(entry.key().text(), () -> {
            String runbook = ((Node.ScalarNode) entry.value()).text();
            assertFalse(messages(runbook).isEmpty(), "the schema accepts it");
            assertEquals(5, Lint.exit(runbook), "the engine accepts it");
        }));
    }

    /** What the engine says of a runbook by itself. */
    private static final class Lint {
        static int exit(String runbook) throws IOException {
            Path directory = Files.createTempDirectory("schema");
            try {
                Path file = Files.writeString(directory.resolve("site.yml"), runbook);
                int exit = Run.of(directory, List.of("lint", "site.yml")).exit();
                Files.delete(file);
                return exit;
            } finally {
                Files.delete(directory);
            }
        }
    }

    private List<String> messages(String runbook) {
        Set<ValidationMessage> messages = schema.validate(json(read(runbook)));
        return messages.stream().map(ValidationMessage::getMessage).sorted().toList();
    }

    private static Node read(String text) {
        Diagnostics diagnostics = new Diagnostics();
        return new YamlReader().read(new Source("given", null, text), diagnostics).orElseThrow();
    }

    /** As editors read it: YAML 1.2 with its core schema. */
    private static JsonNode json(Node node) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        return switch (node) {
            case Node.SequenceNode sequence -> {
                ArrayNode array = nodes.arrayNode();
                sequence.items().forEach(item -> array.add(json(item)));
                yield array;
            }
            case Node.MappingNode mapping -> {
                ObjectNode object = nodes.objectNode();
                mapping.entries().forEach(entry -> object.set(entry.key().text(), json(entry.value())));
                yield object;
            }
            case Node.ScalarNode scalar when scalar.isNull() -> nodes.nullNode();
            case Node.ScalarNode scalar when scalar.quoted() -> nodes.textNode(scalar.text());
            case Node.ScalarNode scalar -> plain(scalar.text(), nodes);
        };
    }

    private static JsonNode plain(String text, JsonNodeFactory nodes) {
        if (text.matches("true|True|TRUE|false|False|FALSE")) {
            return nodes.booleanNode(text.toLowerCase(java.util.Locale.ROOT).equals("true"));
        }
        if (text.matches("[-+]?[0-9]{1,18}")) {
            return nodes.numberNode(Long.parseLong(text));
        }
        if (text.matches("0o[0-7]{1,20}")) {
            return nodes.numberNode(Long.parseLong(text.substring(2), 8));
        }
        return text.matches("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?")
                ? nodes.numberNode(Double.parseDouble(text))
                : nodes.textNode(text);
    }

    private static List<Path> yaml(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".yml")).sorted().toList();
        }
    }
}
