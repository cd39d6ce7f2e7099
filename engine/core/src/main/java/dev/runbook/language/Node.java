package dev.runbook.language;

import java.util.List;
import java.util.Optional;

/** YAML as a tree in which every node knows where it stands. Aliases and merge keys are already resolved. */
public sealed interface Node {
    Span span();

    /**
     * A scalar.
     *
     * @param text the source text of the value, unquoted and unfolded; never retyped
     * @param quoted whether it was quoted or a block scalar, and so is text whatever it looks like
     * @param tag an explicit tag, {@code !secret} or {@code !file}; "" for none
     * @param span from the first character of the value, which is the quote or the {@code |} of a block scalar, to
     *     its last; anchors and tags before it do not count
     */
    record ScalarNode(String text, boolean quoted, String tag, Span span) implements Node {
        /**
         * Where a part of the text stands in the source. Exact wherever the text can be followed back through quotes,
         * escapes, folding and indentation; otherwise the span of the whole scalar.
         *
         * @param start offset into {@link #text()}
         * @param end offset into {@link #text()}, exclusive
         */
        public Span spanOf(int start, int end) {
            return ScalarText.spanOf(this, start, end);
        }

        /** Whether it is YAML's null: plain and empty, {@code ~} or {@code null}. */
        public boolean isNull() {
            return !quoted && tag.isEmpty()
                    && (text.isEmpty() || text.equals("~") || text.equals("null") || text.equals("Null") || text.equals("NULL"));
        }
    }

    /** A sequence. */
    record SequenceNode(List<Node> items, Span span) implements Node {
        public SequenceNode {
            items = List.copyOf(items);
        }
    }

    /** A mapping, in the order of the source; keys are unique. */
    record MappingNode(List<Entry> entries, Span span) implements Node {
        public MappingNode {
            entries = List.copyOf(entries);
        }

        public Optional<Entry> entry(String key) {
            return entries.stream().filter(e -> e.key().text().equals(key)).findFirst();
        }
    }

    /** One key and its value. */
    record Entry(ScalarNode key, Node value) {}
}
