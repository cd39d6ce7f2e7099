package dev.runbook.cli;

import dev.runbook.report.Style;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;

/**
 * What a command has to talk to the world with.
 *
 * @param terminal whether a person is reading {@code out} as it is written
 * @param directory where relative paths of the command line start
 */
public record Console(
        InputStream in, PrintStream out, PrintStream err, boolean terminal, Map<String, String> environment, Path directory) {
    public Console {
        environment = Map.copyOf(environment);
    }

    /** Colours only for a person, and only where they are welcome. */
    public Style style() {
        String noColor = environment.getOrDefault("NO_COLOR", "");
        boolean dumb = environment.getOrDefault("TERM", "dumb").equals("dumb");
        return terminal && noColor.isEmpty() && !dumb ? Style.ANSI : Style.PLAIN;
    }

    static boolean isTerminal() {
        java.io.Console console = System.console();
        return console != null && console.isTerminal();
    }
}
