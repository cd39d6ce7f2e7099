package dev.runbook.inventory;

/** Cuts a host pattern at {@code :} and {@code ,}, except inside brackets, parentheses, braces and addresses. */
final class PatternSplitter {
    /** Hears one term, stripped, never empty, and where it stands. */
    interface Terms {
        void term(String text, int from, int to);
    }

    private PatternSplitter() {}

    static void split(String text, Terms terms) {
        cut(text, 0, text.length(), ',', (part, from, to) -> {
            String name = part.startsWith("!") || part.startsWith("&") ? part.substring(1) : part;
            if (HostNames.isAddress6(name)) {
                terms.term(part, from, to);
            } else {
                cut(text, from, to, ':', terms);
            }
        });
    }

    private static void cut(String text, int from, int to, char separator, Terms terms) {
        int depth = 0;
        int start = from;
        for (int i = from; i <= to; i++) {
            char c = i < to ? text.charAt(i) : separator;
            if (c == '\\' && i + 1 < to) {
                i++;
            } else if ("[({".indexOf(c) >= 0) {
                depth++;
            } else if ("])}".indexOf(c) >= 0) {
                depth = Math.max(0, depth - 1);
            } else if (c == separator && (depth == 0 || i >= to)) {
                report(text, start, Math.min(i, to), terms);
                start = i + 1;
            }
        }
    }

    private static void report(String text, int start, int end, Terms terms) {
        int from = start;
        int to = end;
        while (from < to && Character.isWhitespace(text.charAt(from))) {
            from++;
        }
        while (to > from && Character.isWhitespace(text.charAt(to - 1))) {
            to--;
        }
        if (from < to) {
            terms.term(text.substring(from, to), from, to);
        }
    }
}
