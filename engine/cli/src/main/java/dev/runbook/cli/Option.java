package dev.runbook.cli;

/**
 * An option of a command.
 *
 * @param letter its short form, or "" for none
 * @param name its long form
 * @param argument what its argument is called, or "" where it takes none
 * @param help one line
 */
record Option(String letter, String name, String argument, String help) {
    static Option flag(String letter, String name, String help) {
        return new Option(letter, name, "", help);
    }

    static Option value(String letter, String name, String argument, String help) {
        return new Option(letter, name, argument, help);
    }

    boolean takesArgument() {
        return !argument.isEmpty();
    }
}
