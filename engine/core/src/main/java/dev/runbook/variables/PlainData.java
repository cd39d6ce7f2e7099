package dev.runbook.variables;

import dev.runbook.expression.CoreSchema;
import dev.runbook.language.Codes;
import dev.runbook.language.Diagnostics;
import dev.runbook.language.Node;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** YAML as data in which nothing is a template: scalars mean what they do elsewhere. */
final class PlainData {
    private final Diagnostics diagnostics;

    PlainData(Diagnostics diagnostics) {
        this.diagnostics = diagnostics;
    }

    @Nullable Object of(Node node) {
        return switch (node) {
            case Node.ScalarNode scalar when !scalar.tag().isEmpty() -> {
                diagnostics.error(
                        Codes.YAML_TAG.id(),
                        scalar.span(),
                        "`" + scalar.tag() + "` cannot stand inside a list or mapping here",
                        "give it a variable of its own, or put the file under `vars_files`");
                yield null;
            }
            case Node.ScalarNode scalar -> scalar.quoted() ? scalar.text() : CoreSchema.resolve(scalar.text());
            case Node.SequenceNode sequence -> {
                List<@Nullable Object> items = new ArrayList<>();
                sequence.items().forEach(item -> items.add(of(item)));
                yield Collections.unmodifiableList(items);
            }
            case Node.MappingNode mapping -> {
                Map<String, @Nullable Object> entries = new LinkedHashMap<>();
                mapping.entries().forEach(entry -> entries.put(entry.key().text(), of(entry.value())));
                yield Collections.unmodifiableMap(entries);
            }
        };
    }
}
