package dev.runbook.inventory;

import dev.runbook.language.Source;
import dev.runbook.language.Span;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A line of {@code key=value}, of an INI inventory or of {@code -e}, cut into words as a shell would: quotes hold words
 * together and vanish, and a backslash takes the next character as it is.
 *
 * @param words in order
 * @param unclosed where a quote opens that nothing closes; null if all are closed
 */
public record Words(List<Word> words, @Nullable Span unclosed) {
    public Words {
        words = List.copyOf(words);
    }

    /**
     * @param text without quotes
     * @param raw as written
     * @param start where it starts in the line, in characters
     * @param equals where its first {@code =} outside quotes is in {@link #text}, or -1
     * @param rawEquals the same in {@link #raw}
     * @param quotedValue whether what follows the {@code =} starts with a quote
     */
    public record Word(String text, String raw, int start, int equals, int rawEquals, boolean quotedValue) {}

    /** What differs between places that hold such lines. */
    public enum Style {
        /** A {@code #} that starts a word starts a comment. */
        INVENTORY,
        /** No comments; a backslash counts only before a quote, a backslash or a blank, as in {@code regex=\\d+}. */
        COMMAND_LINE
    }

    /** @param base the offset of the line in the source */
    public static Words split(Source source, int base, String line, Style style) {
        return new Cutter(source, base, line, style).cut();
    }

    private static final class Cutter {
        private final Source source;
        private final int base;
        private final String line;
        private final Style style;
        private final List<Word> words = new ArrayList<>();
        private int at;
        private @Nullable Span unclosed;

        Cutter(Source source, int base, String line, Style style) {
            this.source = source;
            this.base = base;
            this.line = line;
            this.style = style;
        }

        Words cut() {
            while (unclosed == null) {
                while (at < line.length() && Character.isWhitespace(line.charAt(at))) {
                    at++;
                }
                if (at >= line.length() || (line.charAt(at) == '#' && style == Style.INVENTORY)) {
                    break;
                }
                word();
            }
            return new Words(words, unclosed);
        }

        private void word() {
            int start = at;
            int equals = -1;
            int rawEquals = -1;
            StringBuilder text = new StringBuilder();
            while (at < line.length() && !Character.isWhitespace(line.charAt(at))) {
                char c = line.charAt(at);
                if (c == '\'' || c == '"') {
                    quoted(c, text);
                    continue;
                }
                if (c == '\\' && at + 1 < line.length() && escapes(line.charAt(at + 1))) {
                    at++;
                    c = line.charAt(at);
                } else if (c == '=' && equals < 0) {
                    equals = text.length();
                    rawEquals = at - start;
                }
                text.append(c);
                at++;
            }
            String raw = line.substring(start, at);
            boolean quotedValue = rawEquals >= 0 && rawEquals + 1 < raw.length() && "'\"".indexOf(raw.charAt(rawEquals + 1)) >= 0;
            if (equals < 0 && (raw.startsWith("'") || raw.startsWith("\"")) && text.indexOf("=") > 0) {
                // 'key=some value', quoted as a whole
                equals = text.indexOf("=");
                rawEquals = raw.indexOf('=');
                quotedValue = true;
            }
            words.add(new Word(text.toString(), raw, start, equals, rawEquals, quotedValue));
        }

        private boolean escapes(char next) {
            return style == Style.INVENTORY || "\"'\\".indexOf(next) >= 0 || Character.isWhitespace(next);
        }

        private void quoted(char quote, StringBuilder text) {
            int open = at++;
            while (at < line.length() && line.charAt(at) != quote) {
                if (quote == '"' && line.charAt(at) == '\\' && at + 1 < line.length()
                        && "\"\\".indexOf(line.charAt(at + 1)) >= 0) {
                    at++;
                }
                text.append(line.charAt(at++));
            }
            if (at >= line.length()) {
                unclosed = source.span(base + open, base + line.length());
            } else {
                at++;
            }
        }
    }
}
