package dev.runbook.language;

import dev.runbook.language.Node.Entry;
import dev.runbook.language.Node.MappingNode;
import dev.runbook.language.Node.ScalarNode;
import dev.runbook.language.Node.SequenceNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects the entries of one mapping: each key once, merge keys resolved. */
final class YamlKeys {
    private final Diagnostics diagnostics;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final List<MappingNode> merged = new ArrayList<>();

    YamlKeys(Diagnostics diagnostics) {
        this.diagnostics = diagnostics;
    }

    void add(ScalarNode key, Span place, boolean alias, Node value) {
        if (!key.tag().isEmpty()) {
            diagnostics.error(
                    Codes.YAML_KEY.id(), place, "A key cannot have the tag `" + key.tag() + "`",
                    "put the tag before the value");
        }
        if (key.text().isEmpty() && !key.quoted()) {
            diagnostics.error(
                    Codes.YAML_KEY.id(), place, "A key is missing before this `:`", "write `key: value`");
            return;
        }
        ScalarNode here = alias ? new ScalarNode(key.text(), key.quoted(), "", place) : key;
        if (here.text().equals("<<") && !here.quoted()) {
            merge(value, here.span());
            return;
        }
        Entry first = entries.putIfAbsent(here.text(), new Entry(here, value));
        if (first != null) {
            diagnostics.add(Diagnostic.error(
                            Codes.DUPLICATE_KEY.id(), here.span(),
                            "The key `" + here.text() + "` appears twice in this mapping",
                            "keep one of the two; of two equal keys one would be ignored")
                    .withRelated(first.key().span(), "it is here already"));
        }
    }

    void notText(Span key) {
        diagnostics.error(
                Codes.YAML_KEY.id(), key, "A key must be plain text, and this is a list or a mapping",
                "quote the whole value if it was meant as text");
    }

    private void merge(Node value, Span key) {
        switch (value) {
            case MappingNode mapping -> merged.add(mapping);
            case SequenceNode sequence -> sequence.items().forEach(item -> {
                if (item instanceof MappingNode mapping) {
                    merged.add(mapping);
                } else {
                    notMergeable(key);
                }
            });
            case ScalarNode scalar -> notMergeable(key);
        }
    }

    private void notMergeable(Span key) {
        diagnostics.error(
                Codes.YAML_MERGE.id(), key, "The merge key `<<` needs a mapping, or a list of mappings",
                "write `<<: *name`, where `&name` marks a mapping further up");
    }

    /** Own entries first; what is merged never replaces one, and earlier mappings win over later ones. */
    List<Entry> entries() {
        for (MappingNode mapping : merged) {
            mapping.entries().forEach(entry -> entries.putIfAbsent(entry.key().text(), entry));
        }
        return List.copyOf(entries.values());
    }
}
