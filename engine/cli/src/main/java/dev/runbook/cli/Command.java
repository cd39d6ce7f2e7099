package dev.runbook.cli;

import java.util.List;

/** One of the program's commands. */
interface Command {
    /** As typed. */
    String name();

    /** One line that begins with a verb. */
    String summary();

    /** What stands behind the name: {@code FILE… [options]}. */
    String usage();

    List<Option> options();

    /** Command lines with what they do, each on a line: {@code runbook run site.yml # what it does}. */
    List<String> examples();

    /**
     * Carries it out.
     *
     * @return the exit status
     * @throws UsageException where what was typed cannot be meant
     */
    int run(Parsed parsed, Console console) throws InterruptedException;
}
