package dev.runbook.report;

/** Colours, or none: only on a terminal, and not where {@code NO_COLOR} is set. */
public enum Style {
    PLAIN,
    ANSI;

    /** What a piece of text is, for its colour. */
    public enum Tone {
        HEADING("1"),
        OK("32"),
        CHANGED("33"),
        FAILED("31"),
        SKIPPED("36"),
        UNKNOWN("35"),
        FAINT("2"),
        ADDED("32"),
        REMOVED("31"),
        HUNK("36");

        private final String code;

        Tone(String code) {
            this.code = code;
        }
    }

    public String paint(Tone tone, String text) {
        return switch (this) {
            case PLAIN -> text;
            case ANSI -> "\u001b[" + tone.code + "m" + text + "\u001b[0m";
        };
    }
}
