package dev.runbook.language;

/** How a text is written in YAML, for suggestions. */
final class Quoting {
    private Quoting() {}

    /** In quotes; double ones where the text has none, so that it reads easily. */
    static String quoted(String text) {
        boolean plain = text.indexOf('"') < 0 && text.indexOf('\\') < 0;
        return plain ? '"' + text + '"' : "'" + text.replace("'", "''") + "'";
    }
}
