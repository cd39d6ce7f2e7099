package dev.runbook.report;

import java.io.PrintStream;

/** One line at the foot of a terminal that says what is under way, and goes away before anything else is written. */
public final class ProgressLine {
    private static final int WIDTH = 100;

    private final PrintStream out;
    private final boolean live;
    private boolean shown;

    /** @param live whether {@code out} is a terminal; otherwise nothing is ever shown */
    public ProgressLine(PrintStream out, boolean live) {
        this.out = out;
        this.live = live;
    }

    void show(String text) {
        if (live) {
            String line = text.replaceAll("\\p{Cntrl}", " ");
            out.print("\r\u001b[2K" + (line.length() > WIDTH ? line.substring(0, WIDTH - 1) + "…" : line));
            out.flush();
            shown = true;
        }
    }

    void clear() {
        if (shown) {
            out.print("\r\u001b[2K");
            out.flush();
            shown = false;
        }
    }
}
