package dev.runbook.language;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One line of a source as it is shown: tabs as spaces, control characters visible, a long line cut around the place
 * that matters.
 */
final class ExcerptLine {
    private static final int WIDEST = 110;
    private static final int BEFORE = 40;
    private static final int TAB = 4;
    /** Characters that take two cells: East Asian scripts and pictures. */
    private static final int[][] WIDE = {
        {0x1100, 0x115f}, {0x2e80, 0x303e}, {0x3040, 0xa4cf}, {0xac00, 0xd7a3}, {0xf900, 0xfaff}, {0xfe30, 0xfe6f},
        {0xff00, 0xff60}, {0xffe0, 0xffe6}, {0x1f300, 0x1f64f}, {0x1f680, 0x1f6ff}, {0x1f900, 0x1f9ff}, {0x20000, 0x3fffd}
    };

    private final String text;
    /** Where each column of the source is shown, in terminal cells; one more than there are columns. */
    private final int[] positions;

    private ExcerptLine(String text, int[] positions) {
        this.text = text;
        this.positions = positions;
    }

    /** Whether a line is shown whole. */
    static boolean fits(String line) {
        return line.length() * TAB <= WIDEST || of(line, 1, 1, Integer.MAX_VALUE).position(Integer.MAX_VALUE) <= WIDEST;
    }

    static ExcerptLine of(String line, int startColumn, int endColumn) {
        return of(line, startColumn, endColumn, WIDEST);
    }

    static ExcerptLine of(String line, int startColumn, int endColumn, int widest) {
        List<String> cells = new ArrayList<>();
        int[] positions = new int[line.codePointCount(0, line.length()) + 1];
        int at = 0;
        int index = 0;
        for (int i = 0; i < line.length(); ) {
            int c = line.codePointAt(i);
            i += Character.charCount(c);
            String shown = c == '\t' ? " ".repeat(TAB - at % TAB) : shown(c);
            cells.add(shown);
            positions[index++] = at;
            at += c == '\t' ? shown.length() : width(c);
        }
        positions[index] = at;
        if (at <= widest) {
            return new ExcerptLine(String.join("", cells).stripTrailing(), positions);
        }
        return cut(cells, positions, Math.clamp(startColumn - 1L, 0, index), endColumn, widest);
    }

    private static ExcerptLine cut(List<String> cells, int[] positions, int start, int endColumn, int widest) {
        int wanted = Math.min(positions[Math.clamp(endColumn - 1L, start, cells.size())] - positions[start], widest - 20);
        int before = Math.min(BEFORE, widest - 10 - wanted);
        int from = start;
        while (from > 0 && positions[start] - positions[from - 1] <= before) {
            from--;
        }
        int to = from;
        while (to < cells.size() && positions[to + 1] - positions[from] <= widest) {
            to++;
        }
        String head = from > 0 ? "…" : "";
        String tail = to < cells.size() ? "…" : "";
        int[] shifted = new int[positions.length];
        for (int i = 0; i < positions.length; i++) {
            shifted[i] = Math.clamp((long) positions[i] - positions[from], 0, positions[to] - positions[from]) + head.length();
        }
        return new ExcerptLine(head + String.join("", cells.subList(from, to)) + tail, shifted);
    }

    String text() {
        return text;
    }

    /** Where a column of the source is shown, those past its end at its end. */
    int position(int column) {
        int index = Math.clamp(column - 1L, 0, positions.length - 1);
        return positions[index];
    }

    private static String shown(int c) {
        int type = Character.getType(c);
        boolean hidden = type == Character.CONTROL || type == Character.FORMAT || type == Character.SURROGATE
                || type == Character.LINE_SEPARATOR || type == Character.PARAGRAPH_SEPARATOR;
        return hidden ? "\ufffd" : Character.toString(c);
    }

    /** Terminal cells of a character. */
    private static int width(int c) {
        int type = Character.getType(c);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
            return 0;
        }
        return Arrays.stream(WIDE).anyMatch(range -> c >= range[0] && c <= range[1]) ? 2 : 1;
    }
}
