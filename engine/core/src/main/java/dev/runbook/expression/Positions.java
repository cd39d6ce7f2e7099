package dev.runbook.expression;

import dev.runbook.language.Node;
import dev.runbook.language.Source;
import dev.runbook.language.Span;

/** Tells where a stretch of a text, given by UTF-16 offsets with an exclusive end, stands in its source. */
@FunctionalInterface
interface Positions {
    Span span(int start, int end);

    /** The positions of a part that begins at an offset. */
    default Positions from(int offset) {
        return (start, end) -> span(offset + start, offset + end);
    }

    static Positions of(Node.ScalarNode scalar) {
        return scalar::spanOf;
    }

    static Positions of(Source source) {
        return source::span;
    }
}
