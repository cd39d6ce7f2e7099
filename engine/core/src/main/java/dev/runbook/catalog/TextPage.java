package dev.runbook.catalog;

/** Text laid out for a terminal: wrapped between words, indented, in two columns. */
public final class TextPage {
    private final int width;
    private final StringBuilder text = new StringBuilder();

    /** @param width columns there are */
    public TextPage(int width) {
        this.width = width;
    }

    /** A line as it is. */
    public void line(String line) {
        text.append(line).append('\n');
    }

    /** An empty line, unless there is one already. */
    public void blank() {
        if (!text.toString().endsWith("\n\n")) {
            text.append('\n');
        }
    }

    /** Words, wrapped. */
    public void paragraph(int indent, String words) {
        hanging(indent, indent, words);
    }

    /** A paragraph whose first line has an indent of its own. */
    public void hanging(int first, int further, String words) {
        wrap(" ".repeat(first), " ".repeat(further), words);
    }

    /** A name, and from a column on what there is to say of it. */
    public void entry(int indent, String name, int column, String words) {
        String first = " ".repeat(indent) + name;
        int start = Math.min(Math.max(column, first.length() + 2), width / 2);
        if (first.length() + 2 > start) {
            line(first);
            paragraph(start, words);
        } else {
            wrap(first + " ".repeat(start - first.length()), " ".repeat(start), words);
        }
    }

    /** Kept as it is, however long its lines. */
    public void verbatim(int indent, String lines) {
        lines.stripTrailing().lines().forEach(line -> line(line.isEmpty() ? "" : " ".repeat(indent) + line));
    }

    private void wrap(String firstPrefix, String prefix, String words) {
        var line = new StringBuilder(firstPrefix);
        boolean fresh = true;
        for (String word : words.strip().split("\\s+")) {
            if (!fresh && line.codePointCount(0, line.length()) + 1 + word.codePointCount(0, word.length()) > width) {
                line(line.toString());
                line = new StringBuilder(prefix);
                fresh = true;
            }
            line.append(fresh ? "" : " ").append(word);
            fresh = false;
        }
        line(line.toString());
    }

    @Override
    public String toString() {
        return text.toString().stripTrailing() + "\n";
    }
}
