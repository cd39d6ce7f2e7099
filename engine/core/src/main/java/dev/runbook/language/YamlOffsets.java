package dev.runbook.language;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;

/** From the library's marks, which count code points, to offsets in the source. */
final class YamlOffsets {
    private final Source source;
    /** The offset of each code point; null where they are the same. */
    private final int @Nullable [] byCodePoint;

    YamlOffsets(Source source) {
        this.source = source;
        this.byCodePoint = source.plane0() ? null : table(source.text());
    }

    private static int[] table(String text) {
        int[] table = new int[text.codePointCount(0, text.length()) + 1];
        int offset = 0;
        for (int i = 0; i < table.length - 1; i++) {
            table[i] = offset;
            offset += Character.charCount(text.codePointAt(offset));
        }
        table[table.length - 1] = offset;
        return table;
    }

    /**
     * Where a node's own text begins, behind its anchor and tag.
     *
     * @param tagStart where the tag stands; equal to {@code tagEnd} for none
     */
    record Properties(int content, int tagStart, int tagEnd) {}

    int start(Event event) {
        return of(event.getStartMark());
    }

    int end(Event event) {
        return of(event.getEndMark());
    }

    int of(Optional<Mark> mark) {
        return mark.map(m -> ofCodePoint(m.getIndex())).orElse(0);
    }

    int ofCodePoint(int index) {
        int[] table = byCodePoint;
        return table == null
                ? Math.min(index, source.text().length())
                : table[Math.min(index, table.length - 1)];
    }

    Properties properties(Event event) {
        int at = start(event);
        boolean anchor = event instanceof NodeEvent node && node.getAnchor().isPresent();
        boolean tag =
                switch (event) {
                    case ScalarEvent scalar -> scalar.getTag().isPresent();
                    case CollectionStartEvent collection -> collection.getTag().isPresent();
                    default -> false;
                };
        if (event instanceof AliasEvent || !(anchor || tag)) {
            return new Properties(at, at, at);
        }
        return skipProperties(at);
    }

    private Properties skipProperties(int from) {
        String text = source.text();
        int at = from;
        int tagStart = from;
        int tagEnd = from;
        boolean anchorSeen = false;
        boolean tagSeen = false;
        while (at < text.length()) {
            char c = text.charAt(at);
            if ((c == '&' && !anchorSeen) || (c == '!' && !tagSeen)) {
                int end = at;
                while (end < text.length() && !Character.isWhitespace(text.charAt(end))
                        && ",]}".indexOf(text.charAt(end)) < 0) {
                    end++;
                }
                if (c == '!') {
                    tagSeen = true;
                    tagStart = at;
                    tagEnd = end;
                } else {
                    anchorSeen = true;
                }
                at = end;
            } else {
                int next = skipBlank(at);
                if (next == at) {
                    break;
                }
                at = next;
            }
        }
        return new Properties(at, tagStart, tagEnd);
    }

    private int skipBlank(int from) {
        String text = source.text();
        int at = from;
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        if (at > from && at < text.length() && text.charAt(at) == '#') {
            while (at < text.length() && text.charAt(at) != '\n' && text.charAt(at) != '\r') {
                at++;
            }
        }
        return at;
    }

    /** The end of the value that goes on at an offset: of its line, without a comment. */
    int endOfValue(int from) {
        String text = source.text();
        int end = from;
        while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
            if (text.charAt(end) == '#' && end > 0 && text.charAt(end - 1) == ' ') {
                break;
            }
            end++;
        }
        return trimmed(from, end);
    }

    /** The end of what is between two offsets without the white space at its end. */
    int trimmed(int start, int end) {
        int at = end;
        while (at > start && Character.isWhitespace(source.text().charAt(at - 1))) {
            at--;
        }
        return at;
    }
}
