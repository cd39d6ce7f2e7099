package dev.runbook.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runbook.catalog.ModuleCatalog;
import dev.runbook.language.Codes;
import dev.runbook.language.DiagnosticRenderer;
import dev.runbook.language.Diagnostics;
import dev.runbook.language.EngineTasks;
import dev.runbook.language.Keywords;
import dev.runbook.language.RunbookParser;
import dev.runbook.language.Source;
import dev.runbook.reference.Reference;
import dev.runbook.reference.ReferencePages;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The reference is whole and true: every keyword has an example that parses, every code one that produces it. The pages
 * are what the code gives, with the text of every error; {@code -Ddocs.write=true} writes them.
 */
final class ReferencePagesTest {
    private static final Path PAGES = Path.of("..", "..", "docs");
    /** A code may go without an example only where none can be made. */
    private static final List<Codes> UNSHOWN =
            List.of(Codes.INTERNAL_ERROR, Codes.MODULE_BUG, Codes.INVENTORY_SOURCE_FAILED);

    private final Reference reference = Reference.load();

    @TempDir
    Path directory;

    @TestFactory
    Stream<DynamicTest> everyKeywordHasAnExampleThatParses() {
        return Stream.concat(
                        Keywords.all().stream().filter(Keywords.Keyword::supported).map(Keywords.Keyword::name),
                        EngineTasks.all().stream().map(EngineTasks.EngineTask::name))
                .map(name -> DynamicTest.dynamicTest(name, () -> {
                    String example = reference.keyword(name).orElseThrow().example();
                    assertTrue(Pattern.compile("\\b" + name + ":").matcher(example).find(), "not in its example");
                    Diagnostics diagnostics = new Diagnostics();
                    try (ModuleCatalog modules = ModuleCatalog.load(List.of(getClass().getClassLoader()), List.of())) {
                        new RunbookParser(modules).parse(new Source(name, null, example), diagnostics);
                    }
                    assertEquals("", new DiagnosticRenderer(false).render(diagnostics.all()));
                }));
    }

    /** Where a keyword differs is said in sentences, as everything else is. */
    @Test
    void notesAreSentences() {
        for (Codes code : Codes.values()) {
            String mend = reference.error(code).orElseThrow(() -> new AssertionError("not in errors.yml: " + code.id())).mend();
            assertTrue(mend.endsWith(".") || mend.endsWith("`"), code.id() + ": " + mend);
        }
        Keywords.all().forEach(keyword -> reference.keyword(keyword.name()).ifPresent(note ->
                assertTrue(note.differs().isEmpty() || note.differs().endsWith("."), keyword.name())));
    }

    @Test
    void keywordPageIsUpToDate() throws IOException {
        upToDate("keywords.md", new ReferencePages(reference).keywords());
    }

    @Test
    void everyCodeIsProducedAndThePageOfErrorsIsUpToDate() throws IOException {
        Map<Codes, String> shown = new EnumMap<>(Codes.class);
        List<String> missing = new ArrayList<>();
        for (Codes code : Codes.values()) {
            Reference.ErrorNote note = reference.error(code).orElseThrow();
            if (UNSHOWN.contains(code)) {
                assertFalse(note.unshown().isEmpty(), code.id());
                continue;
            }
            Path place = Files.createDirectory(directory.resolve(code.id()));
            String said = run(note, place);
            Optional<String> text = text(said, code);
            text.ifPresentOrElse(found -> shown.put(code, found), () -> missing.add(code.id() + ":\n" + said));
        }
        assertEquals(List.of(), missing, "their examples in errors.yml do not produce them");
        upToDate("errors.md", new ReferencePages(reference).errors(shown));
    }

    private static void upToDate(String name, String wanted) throws IOException {
        Path page = PAGES.resolve(name);
        if (Boolean.getBoolean("docs.write")) {
            Files.writeString(page, wanted);
        }
        assertEquals(wanted, Files.exists(page) ? Files.readString(page) : "", name + " is stale: -Ddocs.write=true");
    }

    private static String run(Reference.ErrorNote note, Path place) throws IOException {
        for (Map.Entry<String, String> file : note.files().entrySet()) {
            write(place.resolve(file.getKey()), file.getValue());
        }
        for (Map.Entry<String, Integer> file : note.large().entrySet()) {
            write(place.resolve(file.getKey()), "#".repeat(file.getValue()));
        }
        for (Map.Entry<String, Integer> file : note.nested().entrySet()) {
            write(place.resolve(file.getKey()), "- " + "[".repeat(file.getValue()));
        }
        var output = new ByteArrayOutputStream();
        try (PrintStream to = new PrintStream(output, true, StandardCharsets.UTF_8)) {
            Map<String, String> environment = Map.of("RUNBOOK_MODULES", "modules");
            // Inventories are looked for where the process is.
            List<String> arguments = note.argv().stream()
                    .map(word -> word.startsWith("hosts.") || word.startsWith("aws_ec2.")
                            ? Files.exists(place.resolve(word)) ? place.resolve(word).toString() : word
                            : word)
                    .toList();
            Main.run(
                    arguments,
                    new Console(new ByteArrayInputStream(new byte[0]), to, to, false, environment, place));
        }
        return output.toString(StandardCharsets.UTF_8).replace(place + "/", "");
    }

    private static void write(Path file, String content) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
        if (file.toString().endsWith(".sh")) {
            assertTrue(file.toFile().setExecutable(true));
        }
    }

    /** The first diagnostic with a code, as it is rendered, without the indentation of a task's result. */
    private static Optional<String> text(String said, Codes code) {
        Matcher start = Pattern.compile("(?m)^( *)(?:error|warning)\\[" + code.id() + "\\]").matcher(said);
        if (!start.find()) {
            return Optional.empty();
        }
        String indent = start.group(1);
        List<String> lines = new ArrayList<>();
        for (String line : said.substring(start.start()).lines().toList()) {
            if (line.isBlank()) {
                break;
            }
            lines.add(line.startsWith(indent) ? line.substring(indent.length()) : line);
        }
        return Optional.of(ReferencePagesTest.visible(String.join("\n", lines)));
    }

    private static String visible(String text) {
        return text.replace("\t", "⇥");
    }
}
