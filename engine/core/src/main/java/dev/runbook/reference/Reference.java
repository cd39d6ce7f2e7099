package dev.runbook.reference;

import dev.runbook.language.Codes;
import dev.runbook.language.DiagnosticRenderer;
import dev.runbook.language.Diagnostics;
import dev.runbook.language.Node;
import dev.runbook.language.Source;
import dev.runbook.language.YamlReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The words and examples that go with the tables of keywords and codes. Immutable. */
public final class Reference {
    private final Map<String, KeywordNote> keywords;
    private final Map<String, ErrorNote> errors;

    private Reference(Map<String, KeywordNote> keywords, Map<String, ErrorNote> errors) {
        this.keywords = keywords;
        this.errors = errors;
    }

    /**
     * What there is to add of a keyword or engine task.
     *
     * @param example a runbook; "" for a keyword that is not carried out
     * @param differs where it differs from Ansible's; "" where it does not
     */
    public record KeywordNote(String example, String differs) {}

    /**
     * What there is to add of a code.
     *
     * @param files name to content, of the example; empty for a code that has none
     * @param large files of the example that are only long, with their number of characters
     * @param nested files of the example that are only nested, with their depth
     * @param argv what is typed
     * @param mend what to do
     * @param unshown why there is no example; "" where there is one
     */
    public record ErrorNote(
            Map<String, String> files,
            Map<String, Integer> large,
            Map<String, Integer> nested,
            List<String> argv,
            String mend,
            String unshown) {
        public ErrorNote {
            files = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(files));
            large = Map.copyOf(large);
            nested = Map.copyOf(nested);
            argv = List.copyOf(argv);
        }
    }

    /** Reads what comes with the engine. */
    public static Reference load() {
        Map<String, KeywordNote> keywords = new LinkedHashMap<>();
        mapping("keywords.yml").forEach((name, note) -> keywords.put(
                name, new KeywordNote(text(note, "example"), text(note, "differs"))));
        Map<String, ErrorNote> errors = new LinkedHashMap<>();
        mapping("errors.yml").forEach((code, note) -> errors.put(code, error(note)));
        return new Reference(keywords, errors);
    }

    /** What is said of a keyword or engine task. */
    public Optional<KeywordNote> keyword(String name) {
        return Optional.ofNullable(keywords.get(name));
    }

    public Optional<ErrorNote> error(Codes code) {
        return Optional.ofNullable(errors.get(code.id()));
    }

    /** All names that something is said of. */
    public List<String> names() {
        return java.util.stream.Stream.concat(keywords.keySet().stream(), errors.keySet().stream()).toList();
    }

    private static ErrorNote error(Node.MappingNode note) {
        Map<String, String> files = new LinkedHashMap<>();
        if (note.entry("runbook").isPresent()) {
            files.put("site.yml", text(note, "runbook"));
        }
        files.putAll(texts(note, "files"));
        String argv = text(note, "argv");
        return new ErrorNote(
                files, numbers(note, "size"), numbers(note, "nested"),
                List.of((argv.isEmpty() ? "lint site.yml" : argv).split(" ")),
                text(note, "mend"), text(note, "unshown"));
    }

    private static Map<String, Integer> numbers(Node.MappingNode note, String key) {
        Map<String, Integer> numbers = new LinkedHashMap<>();
        texts(note, key).forEach((name, number) -> numbers.put(name, Integer.parseInt(number)));
        return numbers;
    }

    private static String text(Node.MappingNode note, String key) {
        return note.entry(key).map(Node.Entry::value).map(Reference::scalar).orElse("");
    }

    private static Map<String, String> texts(Node.MappingNode note, String key) {
        Map<String, String> texts = new LinkedHashMap<>();
        note.entry(key).ifPresent(entry -> {
            if (entry.value() instanceof Node.MappingNode inner) {
                inner.entries().forEach(file -> texts.put(file.key().text(), scalar(file.value())));
            }
        });
        return texts;
    }

    private static String scalar(Node node) {
        return node instanceof Node.ScalarNode scalar ? scalar.text() : "";
    }

    private static Map<String, Node.MappingNode> mapping(String resource) {
        Diagnostics diagnostics = new Diagnostics();
        Node root = new YamlReader()
                .read(new Source(resource, null, resource(resource)), diagnostics)
                .orElseThrow(() -> new IllegalStateException(new DiagnosticRenderer(false).render(diagnostics.all())));
        Map<String, Node.MappingNode> mappings = new LinkedHashMap<>();
        if (root instanceof Node.MappingNode all) {
            all.entries().forEach(entry -> {
                if (entry.value() instanceof Node.MappingNode note) {
                    mappings.put(entry.key().text(), note);
                }
            });
        }
        return mappings;
    }

    private static String resource(String name) {
        try (InputStream in = Reference.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("not in the jar: " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
