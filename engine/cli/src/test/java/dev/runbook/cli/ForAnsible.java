package dev.runbook.cli;

import dev.runbook.language.Diagnostics;
import dev.runbook.language.Node;
import dev.runbook.language.Source;
import dev.runbook.language.YamlReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes a case for Ansible: expressions in Jinja, and what has another name there under that. */
final class ForAnsible {
    private static final Set<String> CONDITIONS =
            Set.of("when", "changed_when", "failed_when", "until", "that", "break_when");
    private static final Set<String> OPTIONS = Set.of("--list-tasks", "--list-tags", "--list-hosts", "--output");
    private static final Map<String, String> KEYS = Map.of("file_template", "template");

    private ForAnsible() {}

    /** The files of a case; YAML as JSON, which is YAML too and leaves nothing to a reader of another version. */
    static Map<String, String> files(Case one) {
        Map<String, String> files = new LinkedHashMap<>();
        one.given().forEach((name, text) ->
                files.put(name, name.endsWith(".yml") || name.endsWith(".yaml") ? yaml(name, text) : text));
        files.putAll(one.ansible().files());
        return files;
    }

    /** The arguments of {@code ansible-playbook}; null for a step it has no like of. */
    static List<String> argv(Case.Step step) {
        List<String> ours = step.argv();
        if (!runs(ours) || ours.stream().anyMatch(OPTIONS::contains)) {
            return null;
        }
        List<String> argv = new ArrayList<>();
        if (ours.getFirst().equals("check")) {
            argv.addAll(List.of("--check", "--diff"));
        }
        ours.stream().skip(1).map(a -> a.equals("--start-at") ? "--start-at-task" : a).forEach(argv::add);
        return argv;
    }

    private static boolean runs(List<String> argv) {
        return !argv.isEmpty() && Set.of("run", "check").contains(argv.getFirst());
    }

    private static String yaml(String name, String text) {
        Diagnostics diagnostics = new Diagnostics();
        Node root = new YamlReader().read(new Source(name, Path.of(name), text), diagnostics).orElseThrow();
        return json(root, false) + "\n";
    }

    private static String json(Node node, boolean condition) {
        return switch (node) {
            case Node.SequenceNode sequence -> sequence.items().stream()
                    .map(item -> json(item, condition))
                    .collect(Collectors.joining(", ", "[", "]"));
            case Node.MappingNode mapping -> mapping.entries().stream()
                    .map(e -> quoted(KEYS.getOrDefault(e.key().text(), e.key().text())) + ": "
                            + json(e.value(), CONDITIONS.contains(e.key().text())))
                    .collect(Collectors.joining(", ", "{", "}"));
            case Node.ScalarNode scalar -> scalar(scalar, condition);
        };
    }

    private static String scalar(Node.ScalarNode scalar, boolean condition) {
        String text = scalar.text();
        if (scalar.isNull()) {
            return "null";
        }
        if (!scalar.quoted() && (text.equals("true") || text.equals("false") || text.matches("-?(0|[1-9]\\d*)(\\.\\d+)?"))) {
            return text;
        }
        return quoted(condition ? JinjaText.expression(text) : JinjaText.template(text));
    }

    private static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\t' -> out.append("\\t");
                default -> out.append(c);
            }
        }
        return out.append('"').toString();
    }
}
