package dev.runbook.language;

import dev.runbook.language.Node.Entry;
import dev.runbook.language.Node.MappingNode;
import dev.runbook.language.Node.ScalarNode;
import dev.runbook.language.Node.SequenceNode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The keywords of one play, block or task whose values have passed {@link KeywordShapes}. */
final class Fields {
    private final MappingNode node;
    private final Map<String, Entry> valid;
    private final Diagnostics diagnostics;

    Fields(MappingNode node, Map<String, Entry> valid, Diagnostics diagnostics) {
        this.node = node;
        this.valid = valid;
        this.diagnostics = diagnostics;
    }

    @Nullable Entry entry(String keyword) {
        return valid.get(keyword);
    }

    @Nullable Node node(String keyword) {
        Entry entry = valid.get(keyword);
        return entry == null ? null : entry.value();
    }

    @Nullable ScalarNode scalar(String keyword) {
        return node(keyword) instanceof ScalarNode scalar ? scalar : null;
    }

    List<Node> items(String keyword) {
        Node value = node(keyword);
        return value == null ? List.of() : value instanceof SequenceNode sequence ? sequence.items() : List.of(value);
    }

    /** The usable texts of a text or a list of texts. */
    List<ScalarNode> scalars(String keyword) {
        return scalars(items(keyword), scalar -> !scalar.isNull());
    }

    /** The conditions that nothing is known to be wrong with. */
    List<ScalarNode> conditions(String keyword) {
        return scalars(items(keyword), scalar -> !diagnostics.hasErrorAt(scalar.span()));
    }

    private static List<ScalarNode> scalars(List<Node> items, Predicate<ScalarNode> usable) {
        return items.stream()
                .filter(ScalarNode.class::isInstance)
                .map(ScalarNode.class::cast)
                .filter(usable)
                .toList();
    }

    Runbook.Common common() {
        List<Entry> vars = node("vars") instanceof MappingNode mapping
                ? mapping.entries().stream().filter(entry -> Literals.identifier(entry.key().text())).toList()
                : List.of();
        List<String> tags = scalars("tags").stream()
                .flatMap(scalar -> Arrays.stream(scalar.text().split(",")))
                .map(String::strip)
                .filter(tag -> !tag.isEmpty())
                .distinct()
                .toList();
        return new Runbook.Common(
                scalar("name"), vars, conditions("when"), tags,
                node("become"), node("become_user"), node("become_method"), node("environment"),
                node("check_mode"), node("diff"), node("no_log"), node("ignore_errors"), node("ignore_unreachable"),
                node("connection"), node("remote_user"), node("timeout"), node("any_errors_fatal"), node("run_once"),
                node("throttle"), node("port"), node("delegate_to"), node("delegate_facts"), node("module_defaults"),
                node.span());
    }
}
