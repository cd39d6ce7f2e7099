package dev.runbook.language;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A look at the lines around an error, for what was probably meant. */
final class YamlLines {
    static final Pattern ITEM = Pattern.compile("^\\s*(-)(?:\\s|$)");
    static final Pattern KEY = Pattern.compile("^[\\s-]*([^\\s:#'\"]+):(\\s|$)");
    static final Pattern NO_SPACE = Pattern.compile("^[\\s-]*([A-Za-z_]\\w*)(:)[^\\s:/]");

    private final Source source;
    private final YamlOffsets offsets;

    YamlLines(Source source, YamlOffsets offsets) {
        this.source = source;
        this.offsets = offsets;
    }

    /** The key whose value begins at an index of a line; "" for none. */
    static String keyBefore(String line, int end) {
        Matcher key = KEY.matcher(line.substring(0, end));
        return key.find() ? key.group(1) : "";
    }

    /** The last quote of the nearest line at or above a number that has an odd number of them. */
    @Nullable Span oddQuote(int line, char quote) {
        for (int above = line; above >= Math.max(1, line - 50); above--) {
            String text = source.line(above);
            if (text.chars().filter(c -> c == quote).count() % 2 == 1) {
                int at = source.offset(above, 1) + text.lastIndexOf(quote);
                return source.span(at, at + 1);
            }
        }
        return null;
    }

    String previousKeyColumn(int line) {
        Span key = above(line, KEY);
        return key == null ? "" : ": the one above begins at column " + key.startColumn();
    }

    /** The first group of a pattern in the nearest line above that has it. */
    @Nullable Span above(int line, Pattern pattern) {
        for (int above = line - 1; above >= Math.max(1, line - 50); above--) {
            Matcher matcher = pattern.matcher(source.line(above));
            if (matcher.find()) {
                int start = source.offset(above, 1);
                return source.span(start + matcher.start(1), start + matcher.end(1));
            }
        }
        return null;
    }

    /** Where the value of a {@code key: value} or {@code - value} line begins. */
    int valueStart(int line) {
        String text = source.line(line);
        Matcher key = KEY.matcher(text);
        int start = key.find() ? key.end(1) + 1 : 0;
        while (start < text.length() && (text.charAt(start) == ' ' || (start < indent(text) + 2 && text.charAt(start) == '-'))) {
            start++;
        }
        return source.offset(line, 1) + start;
    }

    /** From an offset to the end of the line, without a comment. */
    String restOfValue(int from) {
        return source.text().substring(from, offsets.endOfValue(from));
    }

    int lineStart(int offset) {
        return source.offset(lineOf(offset), 1);
    }

    int lineOf(int offset) {
        return source.span(offset, offset).startLine();
    }

    static int indent(String line) {
        return line.length() - line.stripLeading().length();
    }

    char charAt(int offset) {
        return offset >= 0 && offset < source.text().length() ? source.text().charAt(offset) : '\0';
    }
}
