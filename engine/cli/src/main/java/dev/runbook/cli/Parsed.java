package dev.runbook.cli;

import java.util.List;
import java.util.Optional;
import org.apache.commons.cli.CommandLine;

/** A command line, taken apart. */
final class Parsed {
    private final CommandLine line;

    Parsed(CommandLine line) {
        this.line = line;
    }

    boolean has(String option) {
        return line.hasOption(option);
    }

    Optional<String> value(String option) {
        return Optional.ofNullable(line.getOptionValue(option));
    }

    List<String> values(String option) {
        String[] values = line.getOptionValues(option);
        return values == null ? List.of() : List.of(values);
    }

    int count(String option) {
        return (int) java.util.Arrays.stream(line.getOptions())
                .filter(o -> option.equals(o.getLongOpt()))
                .count();
    }

    int number(String option, int otherwise) {
        return value(option)
                .map(text -> {
                    try {
                        int number = Integer.parseInt(text);
                        if (number > 0) {
                            return number;
                        }
                    } catch (NumberFormatException notANumber) {
                        // said below
                    }
                    throw new UsageException("--" + option + " needs a number above 0, not \"" + text + "\"");
                })
                .orElse(otherwise);
    }

    /** What is not an option. */
    List<String> arguments() {
        return line.getArgList();
    }
}
