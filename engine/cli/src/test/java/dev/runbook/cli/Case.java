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
 * A case as data. A file holds one, or a list of them, each with a {@code name}. Keys:
 *
 * <ul>
 *   <li>{@code given}: file name to content; a content that begins with {@code #!} makes the file executable unless its name
 *       ends in {@code .plain}. {@code site} is short for its {@code site.yml}, and {@code inventory} for its
 *       {@code inv.yml}. {@code hosts} are names in a line, which become an inventory of hosts reached without SSH. A command
 *       line of {@code run} or {@code check} that names no inventory gets these with {@code -i}.
 *   <li>Either the keys of a step, or {@code steps}, a list of them. A step has {@code argv} (text; {@code run site.yml} by
 *       default), {@code input} (what is typed), {@code exit}, {@code events} (ordered "host task status" lines; as a mapping
 *       of hosts to "task status" lines, ordered for each host only), {@code recap} ("host ok=1 changed=0 …" lines),
 *       {@code shows}, {@code hides}, {@code files} (name to content after the step; ~ for none).
 *   <li>{@code ansible}: {@code same} where Ansible must do the same with the runbook translated, or a mapping of files as
 *       they are written for it.
 * </ul>
 *
 * {@code DIR} stands for the directory the case runs in.
 */
record Case(String name, Map<String, String> given, List<Step> steps, Ansible ansible) {
    private static final Set<String> STEP = Set.of("argv", "input", "exit", "events", "recap", "shows", "hides", "files");
    private static final Set<String> KEYS = Set.of("name", "given", "site", "inventory", "hosts", "steps", "ansible");
    private static final String INVENTORY = "inv.yml";
    private static final String HOSTS = "hosts.ini";

    /** @param byHost ordered for each host only, instead of over all */
    record Events(List<String> lines, boolean byHost) {}

    /** @param files those that are written for Ansible by hand, by name */
    record Ansible(boolean compared, Map<String, String> files) {}

    record Step(
            List<String> argv,
            String input,
            int exit,
            Events events,
            List<String> recap,
            List<String> shows,
            List<String> hides,
            Map<String, String> files) {}

    /** The cases of a file; the name of one that stands alone is the file's. */
    static List<Case> read(Path file) throws IOException {
        Diagnostics diagnostics = new Diagnostics();
        Source source = new Source(file.toString(), file, Files.readString(file));
        Node root = new YamlReader().read(source, diagnostics).orElse(null);
        if (root == null || !diagnostics.all().isEmpty()) {
            throw new IllegalArgumentException(new DiagnosticRenderer(false).render(diagnostics.all()));
        }
        if (root instanceof Node.MappingNode mapping) {
            return List.of(of(mapping, file.getFileName().toString().replace(".yml", "")));
        }
        List<Case> cases = new ArrayList<>();
        for (Node item : ((Node.SequenceNode) root).items()) {
            Node.MappingNode mapping = (Node.MappingNode) item;
            cases.add(of(mapping, text(mapping.entry("name").orElseThrow().value())));
        }
        if (cases.stream().map(Case::name).distinct().count() < cases.size()) {
            throw new IllegalArgumentException("two cases of one name in " + file);
        }
        return cases;
    }

    private static Case of(Node.MappingNode mapping, String name) {
        boolean several = mapping.entry("steps").isPresent();
        mapping.entries().forEach(e -> {
            if (!KEYS.contains(e.key().text()) && (several || !STEP.contains(e.key().text()))) {
                throw new IllegalArgumentException("unknown key of a case: " + e.key().text() + " in " + name);
            }
        });
        Map<String, String> given = texts(mapping, "given");
        mapping.entry("site").ifPresent(e -> given.put("site.yml", text(e.value())));
        mapping.entry("inventory").ifPresent(e -> given.put(INVENTORY, text(e.value())));
        mapping.entry("hosts").ifPresent(e -> given.put(HOSTS, hosts(text(e.value()))));
        List<Step> steps = new ArrayList<>();
        if (several) {
            for (Node step : ((Node.SequenceNode) mapping.entry("steps").get().value()).items()) {
                ((Node.MappingNode) step).entries().forEach(e -> {
                    if (!STEP.contains(e.key().text())) {
                        throw new IllegalArgumentException("unknown key of a step: " + e.key().text() + " in " + name);
                    }
                });
                steps.add(step((Node.MappingNode) step, mapping));
            }
        } else {
            steps.add(step(mapping, mapping));
        }
        return new Case(name, given, steps, ansible(mapping));
    }

    private static Ansible ansible(Node.MappingNode mapping) {
        Node node = mapping.entry("ansible").map(Node.Entry::value).orElse(null);
        if (node instanceof Node.ScalarNode scalar && !scalar.text().equals("same")) {
            throw new IllegalArgumentException("ansible takes `same` or files, not " + scalar.text());
        }
        return new Ansible(node != null, node instanceof Node.MappingNode ? texts(mapping, "ansible") : Map.of());
    }

    private static String hosts(String names) {
        StringBuilder inventory = new StringBuilder();
        for (String host : names.split(" ")) {
            inventory.append(host).append(" ansible_connection=local\n");
        }
        return inventory.toString();
    }

    private static Step step(Node.MappingNode mapping, Node.MappingNode whole) {
        List<String> argv = new ArrayList<>(
                mapping.entry("argv").map(e -> words(e.value())).orElse(List.of("run", "site.yml")));
        boolean runs = !argv.isEmpty() && Set.of("run", "check").contains(argv.getFirst());
        if (runs && !argv.contains("-i") && whole.entry("inventory").isPresent()) {
            argv.addAll(List.of("-i", "DIR/" + INVENTORY));
        } else if (runs && !argv.contains("-i") && whole.entry("hosts").isPresent()) {
            argv.addAll(List.of("-i", "DIR/" + HOSTS));
        }
        int exit = mapping.entry("exit").map(e -> Integer.parseInt(text(e.value()))).orElse(0);
        return new Step(
                argv,
                mapping.entry("input").map(e -> text(e.value())).orElse(""),
                exit,
                mapping.entry("events").map(e -> events(e.value())).orElse(null),
                mapping.entry("recap").map(e -> list(e.value())).orElse(null),
                mapping.entry("shows").map(e -> list(e.value())).orElse(List.of()),
                mapping.entry("hides").map(e -> list(e.value())).orElse(List.of()),
                texts(mapping, "files"));
    }

    private static Events events(Node node) {
        if (node instanceof Node.MappingNode byHost) {
            List<String> lines = new ArrayList<>();
            byHost.entries().forEach(host -> list(host.value()).forEach(line -> lines.add(host.key().text() + " " + line)));
            return new Events(lines, true);
        }
        return new Events(list(node), false);
    }

    /** Writes the given files. */
    void lay(Path directory) throws IOException {
        lay(directory, given);
    }

    static void lay(Path directory, Map<String, String> files) throws IOException {
        for (Map.Entry<String, String> file : files.entrySet()) {
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
