package dev.runbook.language;

/**
 * A stretch of a source. Lines and columns are 1-based and count code points; the end is exclusive.
 */
public record Span(Source source, int startLine, int startColumn, int endLine, int endColumn) {
    /** A span for what has no text of its own: the first character of a source. */
    public static Span start(Source source) {
        return new Span(source, 1, 1, 1, 1);
    }

    /** The offset of the first character in the source's text. */
    public int startOffset() {
        return source.offset(startLine, startColumn);
    }

    /** The offset just past the last character in the source's text. */
    public int endOffset() {
        return source.offset(endLine, endColumn);
    }

    /** {@code file:line:column}. */
    public String at() {
        return source.name() + ":" + startLine + ":" + startColumn;
    }
}
