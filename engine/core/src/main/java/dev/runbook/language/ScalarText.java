package dev.runbook.language;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Follows the text of a scalar back to the source. It decodes the raw scalar once more, noting where each character
 * comes from, and trusts the result only when it is the very text the YAML library read.
 */
final class ScalarText {
    private final String raw;
    private final StringBuilder text = new StringBuilder();
    private int[] starts = new int[64];
    private int[] ends = new int[64];

    private ScalarText(String raw) {
        this.raw = raw;
    }

    static Span spanOf(Node.ScalarNode scalar, int start, int end) {
        Source source = scalar.span().source();
        int base = scalar.span().startOffset();
        String raw = source.text().substring(base, Math.max(base, scalar.span().endOffset()));
        ScalarText found = follow(raw, scalar);
        if (found == null || start < 0 || end < start) {
            return scalar.span();
        }
        return source.span(base + found.startOf(start), base + found.endOf(start, end));
    }

    private static @Nullable ScalarText follow(String raw, Node.ScalarNode scalar) {
        if (raw.isEmpty()) {
            return null;
        }
        char first = raw.charAt(0);
        if (!scalar.quoted()) {
            return verified(new ScalarText(raw).flow(0, raw.length(), '\0'), scalar.text());
        }
        if (first == '"' || first == '\'') {
            return verified(new ScalarText(raw).flow(1, raw.length() - 1, first), scalar.text());
        }
        if (first != '|' && first != '>') {
            return null;
        }
        String wanted = withoutTrailingBreaks(scalar.text());
        for (int indent = firstIndent(raw); indent >= 0; indent--) {
            ScalarText found = verified(new ScalarText(raw).block(indent, first == '>'), wanted);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private static @Nullable ScalarText verified(ScalarText candidate, String wanted) {
        return wanted.contentEquals(candidate.text) ? candidate : null;
    }

    private int startOf(int offset) {
        int count = text.length();
        return offset < count ? starts[offset] : count == 0 ? 0 : ends[count - 1];
    }

    private int endOf(int start, int end) {
        return end == start ? startOf(start) : ends[Math.clamp(end - 1L, 0, Math.max(0, text.length() - 1))];
    }

    private void emit(char c, int start, int end) {
        int at = text.length();
        if (at == starts.length) {
            starts = Arrays.copyOf(starts, at * 2);
            ends = Arrays.copyOf(ends, at * 2);
        }
        starts[at] = start;
        ends[at] = end;
        text.append(c);
    }

    /** Plain and quoted scalars: lines are folded. */
    private ScalarText flow(int from, int to, char quote) {
        int at = from;
        while (at < to) {
            char c = raw.charAt(at);
            int blanks = at;
            while (blanks < to && isBlank(raw.charAt(blanks))) {
                blanks++;
            }
            if (blanks < to && isBreak(raw.charAt(blanks))) {
                at = fold(blanks, to);
            } else if (quote == '\'' && c == '\'' && at + 1 < to) {
                emit('\'', at, at + 2);
                at += 2;
            } else if (quote == '"' && c == '\\' && at + 1 < to) {
                at = escape(at, to);
            } else {
                emit(c, at, at + 1);
                at++;
            }
        }
        return this;
    }

    private int fold(int from, int to) {
        int at = from;
        int breaks = 0;
        while (at < to && (isBreak(raw.charAt(at)) || isBlank(raw.charAt(at)))) {
            if (isBreak(raw.charAt(at))) {
                breaks++;
                at = afterBreak(at, to);
            } else {
                at++;
            }
        }
        if (breaks == 1) {
            emit(' ', from, from + 1);
        }
        for (int i = 1; i < breaks; i++) {
            emit('\n', from, from + 1);
        }
        return at;
    }

    private int escape(int at, int to) {
        char kind = raw.charAt(at + 1);
        if (isBreak(kind)) {
            int next = afterBreak(at + 1, to);
            while (next < to && isBlank(raw.charAt(next))) {
                next++;
            }
            return next;
        }
        int digits = kind == 'x' ? 2 : kind == 'u' ? 4 : kind == 'U' ? 8 : 0;
        int end = Math.min(to, at + 2 + digits);
        if (digits > 0) {
            emitCodePoint(raw.substring(at + 2, end), at, end);
        } else {
            emit(simpleEscape(kind), at, end);
        }
        return end;
    }

    private void emitCodePoint(String hexadecimal, int start, int end) {
        try {
            for (char c : Character.toChars(Integer.parseInt(hexadecimal, 16))) {
                emit(c, start, end);
            }
        } catch (IllegalArgumentException notACodePoint) {
            emit('?', start, end);
        }
    }

    private static char simpleEscape(char kind) {
        return switch (kind) {
            case '0' -> '\0';
            case 'a' -> '\u0007';
            case 'b' -> '\b';
            case 't', '\t' -> '\t';
            case 'n' -> '\n';
            case 'v' -> '\u000b';
            case 'f' -> '\f';
            case 'r' -> '\r';
            case 'e' -> '\u001b';
            case 'N' -> '\u0085';
            case '_' -> '\u00a0';
            case 'L' -> '\u2028';
            case 'P' -> '\u2029';
            default -> kind;
        };
    }

    /** Block scalars: lines without their indentation, joined where folded. */
    private ScalarText block(int indent, boolean folded) {
        int at = endOfLine(0);
        boolean any = false;
        boolean lastDeeper = false;
        int pending = 0;
        int firstBreak = at;
        while (at < raw.length()) {
            at = afterBreak(at, raw.length());
            int end = endOfLine(at);
            int start = at;
            while (start < end && start - at < indent && raw.charAt(start) == ' ') {
                start++;
            }
            if (start == end) {
                pending++;
            } else {
                boolean deeper = folded && isBlank(raw.charAt(start));
                emitBreaks(any, pending, folded && !deeper && !lastDeeper, firstBreak);
                for (int i = start; i < end; i++) {
                    emit(raw.charAt(i), i, i + 1);
                }
                any = true;
                lastDeeper = deeper;
                pending = 0;
                firstBreak = end;
            }
            at = end;
        }
        return this;
    }

    private void emitBreaks(boolean any, int emptyLines, boolean fold, int at) {
        int breaks = any && !fold ? emptyLines + 1 : emptyLines;
        if (any && fold && emptyLines == 0) {
            emit(' ', at, at + 1);
        }
        for (int i = 0; i < breaks; i++) {
            emit('\n', at, at + 1);
        }
    }

    private static int firstIndent(String raw) {
        return raw.lines().skip(1).filter(line -> !line.isBlank()).findFirst()
                .map(line -> line.length() - line.stripLeading().length()).orElse(0);
    }

    private static String withoutTrailingBreaks(String text) {
        int end = text.length();
        while (end > 0 && Character.isWhitespace(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(0, end);
    }

    private int endOfLine(int from) {
        int at = from;
        while (at < raw.length() && !isBreak(raw.charAt(at))) {
            at++;
        }
        return at;
    }

    private int afterBreak(int at, int to) {
        return raw.charAt(at) == '\r' && at + 1 < to && raw.charAt(at + 1) == '\n' ? at + 2 : at + 1;
    }

    private static boolean isBreak(char c) {
        return c == '\n' || c == '\r';
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }
}
