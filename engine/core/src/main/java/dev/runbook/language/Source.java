package dev.runbook.language;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A text that diagnostics can point into. Two sources are equal when name, path and text are.
 *
 * <p>Offsets are indices into {@link #text()}; lines and columns are 1-based and count code points, as in {@link Span}.
 */
public final class Source {
    private final String name;
    private final @Nullable Path path;
    private final String text;
    private final boolean plane0;
    /** Where each line begins. */
    private final int[] lineStarts;

    /**
     * @param name how it is called in messages: the path as the user gave it, or {@code -e}, {@code <command line>}
     * @param path the file, or null where there is none
     * @param text the whole text
     */
    public Source(String name, @Nullable Path path, String text) {
        this.name = Objects.requireNonNull(name);
        this.path = path;
        this.text = Objects.requireNonNull(text);
        this.plane0 = text.chars().noneMatch(c -> Character.isSurrogate((char) c));
        this.lineStarts = lineStarts(text);
    }

    private static int[] lineStarts(String text) {
        int[] starts = new int[16];
        int count = 1;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean ends = c == '\n' || (c == '\r' && (i + 1 == text.length() || text.charAt(i + 1) != '\n'));
            if (ends) {
                if (count == starts.length) {
                    starts = Arrays.copyOf(starts, count * 2);
                }
                starts[count++] = i + 1;
            }
        }
        return Arrays.copyOf(starts, count);
    }

    public String name() {
        return name;
    }

    public @Nullable Path path() {
        return path;
    }

    public String text() {
        return text;
    }

    /** The line with this number, 1-based, without its end; "" past the end. */
    public String line(int number) {
        if (number < 1 || number > lineStarts.length) {
            return "";
        }
        int start = lineStarts[number - 1];
        int end = number < lineStarts.length ? lineStarts[number] : text.length();
        while (end > start && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
            end--;
        }
        return text.substring(start, end);
    }

    /** The stretch between two offsets, the second exclusive. Offsets outside the text are moved to its ends. */
    public Span span(int startOffset, int endOffset) {
        int start = Math.clamp(startOffset, 0, text.length());
        int end = Math.clamp(endOffset, start, text.length());
        int startLine = lineOf(start);
        int endLine = lineOf(end);
        return new Span(this, startLine + 1, column(startLine, start), endLine + 1, column(endLine, end));
    }

    /** The offset of a place; one past the end of its line is the most a column can reach. */
    public int offset(int line, int column) {
        if (line > lineStarts.length) {
            return text.length();
        }
        int start = lineStarts[Math.max(line, 1) - 1];
        String content = line(Math.max(line, 1));
        int wanted = Math.clamp(column - 1L, 0, content.length());
        if (plane0) {
            return start + wanted;
        }
        return start + content.offsetByCodePoints(0, Math.min(wanted, content.codePointCount(0, content.length())));
    }

    /** Whether code points and characters are the same here: no character beyond the first plane. */
    boolean plane0() {
        return plane0;
    }

    private int lineOf(int offset) {
        int found = Arrays.binarySearch(lineStarts, offset);
        return found >= 0 ? found : -found - 2;
    }

    private int column(int line, int offset) {
        int start = lineStarts[line];
        return 1 + (plane0 ? offset - start : text.codePointCount(start, offset));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other == this
                || (other instanceof Source source
                        && source.name.equals(name)
                        && Objects.equals(source.path, path)
                        && source.text.equals(text));
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, path, text);
    }

    @Override
    public String toString() {
        return name;
    }
}
