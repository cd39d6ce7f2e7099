package dev.runbook.expression;

import dev.runbook.language.Node;
import dev.runbook.language.Source;
import dev.runbook.language.Span;
import java.util.Arrays;

/** Tells where a stretch of a text, given by UTF-16 offsets with an exclusive end, stands in its source. */
@FunctionalInterface
interface Positions {
    Span span(int start, int end);

    /** The positions of a part that begins at an offset. */
    default Positions from(int offset) {
        return (start, end) -> span(offset + start, offset + end);
    }

    static Positions of(Node.ScalarNode scalar) {
        Span whole = scalar.span();
        if (whole.startLine() != whole.endLine()) {
            return (start, end) -> whole;
        }
        int first = whole.startColumn() + (scalar.quoted() ? 1 : 0);
        String text = scalar.text();
        return (start, end) -> new Span(
                whole.source(),
                whole.startLine(),
                first + text.codePointCount(0, start),
                whole.endLine(),
                first + text.codePointCount(0, end));
    }

    static Positions of(Source source) {
        String text = source.text();
        int[] lines = java.util.stream.IntStream.concat(
                        java.util.stream.IntStream.of(0),
                        java.util.stream.IntStream.range(0, text.length())
                                .filter(i -> text.charAt(i) == '\n')
                                .map(i -> i + 1))
                .toArray();
        return (start, end) -> {
            int first = line(lines, start);
            int last = line(lines, end);
            return new Span(
                    source,
                    first + 1,
                    text.codePointCount(lines[first], start) + 1,
                    last + 1,
                    text.codePointCount(lines[last], end) + 1);
        };
    }

    private static int line(int[] lines, int offset) {
        int found = Arrays.binarySearch(lines, offset);
        return found >= 0 ? found : -found - 2;
    }
}
