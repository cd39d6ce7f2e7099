package dev.runbook.cli;

import dev.runbook.language.DiagnosticRenderer;
import dev.runbook.language.Diagnostics;
import dev.runbook.language.Node;
import dev.runbook.language.Source;
import dev.runbook.language.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A case as data. Keys: {@code given} (file name to content; {@code site.yml} is the runbook; a content that begins with
 * {@code #!} makes it executable unless its name ends in {@code .plain}), and either the keys of a
 * step or {@code steps}, a list of them. A step: {@code argv} (text; {@code run site.yml} by default), {@code exit},
 * {@code events} (ordered "host task status" lines), {@code recap} ("host ok=1 changed=0 …" lines), {@code shows},
 * {@code hides}, {@code files} (name to content after the step; ~ for none). {@code DIR} stands for the directory.
 */
record Case(Map<String, String> given, List<Step> steps) {
    private static final Set<String> KEYS =
            Set.of("given", "steps", "argv", "exit", "events", "recap", "shows", "hides", "files");

    record Step(
            List<String> argv,
            int exit,
            List<String> events,
            List<String> recap,
            List<String> shows,
            List<String> hides,
            Map<String, String> files) {}

    static Case read(Path file) throws IOException {
        Diagnostics diagnostics = new Diagnostics();
        Source source = new Source(file.toString(), file, Files.readString(file));
        Node root = new YamlReader().read(source, diagnostics).orElse(null);
        if (!(root instanceof Node.MappingNode mapping)) {
            throw new IllegalArgumentException(new DiagnosticRenderer(false).render(diagnostics.all()));
        }
        List<Step> steps = new ArrayList<>();
        if (mapping.entry("steps").isPresent()) {
            for (Node step : ((Node.SequenceNode) mapping.entry("steps").get().value()).items()) {
                steps.add(step((Node.MappingNode) step));
            }
        } else {
            steps.add(step(mapping));
        }
        return new Case(texts(mapping, "given"), steps);
    }

    private static Step step(Node.MappingNode mapping) {
        mapping.entries().forEach(entry -> {
            if (!KEYS.contains(entry.key().text())) {
                throw new IllegalArgumentException("unknown key of a case: " + entry.key().text());
            }
        });
        List<String> argv = mapping.entry("argv").map(e -> words(e.value())).orElse(List.of("run", "site.yml"));
        int exit = mapping.entry("exit").map(e -> Integer.parseInt(text(e.value()))).orElse(0);
        return new Step(
                argv,
                exit,
                mapping.entry("events").map(e -> list(e.value())).orElse(null),
                mapping.entry("recap").map(e -> list(e.value())).orElse(null),
                mapping.entry("shows").map(e -> list(e.value())).orElse(List.of()),
                mapping.entry("hides").map(e -> list(e.value())).orElse(List.of()),
                texts(mapping, "files"));
    }

    /** Writes the given files. */
    void lay(Path directory) throws IOException {
        for (Map.Entry<String, String> file : given.entrySet()) {
            Path path = directory.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue().replace("DIR", directory.toString()));
            if (file.getValue().startsWith("#!") && !path.toString().endsWith(".plain")) {
                Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        }
    }

    private static String text(Node node) {
        return ((Node.ScalarNode) node).text();
    }

    /** A list is taken as it is; a text is split at spaces. */
    private static List<String> words(Node node) {
        return node instanceof Node.SequenceNode ? list(node) : List.of(text(node).split(" "));
    }

    private static List<String> list(Node node) {
        if (node instanceof Node.ScalarNode scalar) {
            return scalar.isNull() ? List.of() : List.of(scalar.text());
        }
        return ((Node.SequenceNode) node).items().stream().map(Case::text).toList();
    }

    private static Map<String, String> texts(Node.MappingNode mapping, String key) {
        Map<String, String> texts = new LinkedHashMap<>();
        mapping.entry(key).ifPresent(entry -> ((Node.MappingNode) entry.value())
                .entries()
                .forEach(file -> texts.put(
                        file.key().text(),
                        ((Node.ScalarNode) file.value()).isNull() ? null : text(file.value()))));
        return texts;
    }
}
