package dev.runbook.cli;

import dev.runbook.execution.ExitStatus;
import dev.runbook.language.Suggestions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.MissingArgumentException;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;
import org.apache.commons.cli.UnrecognizedOptionException;

/** Finds the command, parses its options, and says plainly what cannot be meant. */
final class CommandLine {
    private static final Option HELP = Option.flag("h", "help", "show this help");

    private final List<Command> commands;

    CommandLine(List<Command> commands) {
        this.commands = List.copyOf(commands);
    }

    int run(List<String> arguments, Console console) {
        try {
            return dispatch(arguments, console);
        } catch (UsageException e) {
            console.out().flush();
            console.err().println("runbook: " + e.getMessage());
            e.hints().forEach(hint -> console.err().println("help: " + hint));
            return ExitStatus.INVALID;
        } catch (InterruptedException e) {
            return ExitStatus.INTERRUPTED;
        }
    }

    private int dispatch(List<String> arguments, Console console) throws InterruptedException {
        if (arguments.isEmpty()) {
            console.err().print(overview());
            return ExitStatus.INVALID;
        }
        String first = arguments.getFirst();
        switch (first) {
            case "-h", "--help" -> {
                console.out().print(overview());
                return ExitStatus.DONE;
            }
            case "--version", "-V" -> {
                console.out().println(Version.text());
                return ExitStatus.DONE;
            }
            case "help" -> {
                return help(arguments, console);
            }
            default -> {
                return command(first, arguments.subList(1, arguments.size()), console);
            }
        }
    }

    private int help(List<String> arguments, Console console) {
        if (arguments.size() < 2) {
            console.out().print(overview());
        } else {
            console.out().print(help(find(arguments.get(1))));
        }
        return ExitStatus.DONE;
    }

    private int command(String name, List<String> rest, Console console) throws InterruptedException {
        Command command = find(name);
        Parsed parsed = parse(command, rest);
        if (parsed.has("help")) {
            console.out().print(help(command));
            return ExitStatus.DONE;
        }
        return command.run(parsed, console);
    }

    private Command find(String name) {
        Optional<Command> found = commands.stream().filter(c -> c.name().equals(name)).findFirst();
        if (found.isPresent()) {
            return found.get();
        }
        if (name.endsWith(".yml") || name.endsWith(".yaml")) {
            throw new UsageException(
                    "\"" + name + "\" is not a command", "to run a runbook: runbook run " + name);
        }
        List<String> near = Suggestions.nearest(name, commands.stream().map(Command::name).toList());
        throw new UsageException(
                (name.startsWith("-") ? "unknown option " : "there is no command ") + name,
                near.isEmpty() ? "runbook --help lists the commands" : "did you mean runbook " + near.getFirst() + "?");
    }

    private static Parsed parse(Command command, List<String> arguments) {
        Options options = new Options();
        for (Option option : withHelp(command)) {
            options.addOption(org.apache.commons.cli.Option.builder(option.letter().isEmpty() ? null : option.letter())
                    .longOpt(option.name())
                    .hasArg(option.takesArgument())
                    .get());
        }
        DefaultParser parser = DefaultParser.builder()
                .setAllowPartialMatching(false)
                .setStripLeadingAndTrailingQuotes(false)
                .get();
        try {
            return new Parsed(parser.parse(options, arguments.toArray(String[]::new)));
        } catch (UnrecognizedOptionException e) {
            throw unknownOption(command, e.getOption());
        } catch (MissingArgumentException e) {
            throw new UsageException(
                    "--" + e.getOption().getLongOpt() + " needs an argument",
                    "runbook " + command.name() + " -h shows what it takes");
        } catch (ParseException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    private static UsageException unknownOption(Command command, String typed) {
        String bare = typed.replaceFirst("^-+", "").replaceFirst("=.*$", "");
        List<String> near = Suggestions.nearest(
                bare, withHelp(command).stream().map(Option::name).toList());
        return new UsageException(
                "runbook " + command.name() + " has no option " + typed,
                near.isEmpty()
                        ? "runbook " + command.name() + " -h lists its options"
                        : "did you mean --" + near.getFirst() + "?");
    }

    private static List<Option> withHelp(Command command) {
        List<Option> all = new ArrayList<>(command.options());
        all.add(HELP);
        return all;
    }

    private String overview() {
        StringBuilder text = new StringBuilder("""
                runbook carries out YAML runbooks on hosts and cloud services, and shows beforehand what would change.

                Usage: runbook COMMAND [options]

                Commands:
                """);
        for (Command command : commands) {
            text.append(String.format(Locale.ROOT, "  %-10s %s%n", command.name(), command.summary()));
        }
        text.append("""

                runbook COMMAND -h explains a command, with examples.

                First steps:
                  runbook check runbooks/examples/hello.yml   # what would change on this machine
                  runbook run runbooks/examples/hello.yml     # do it
                """);
        return text.toString();
    }

    private static String help(Command command) {
        StringBuilder text = new StringBuilder(command.summary()).append(".\n\n");
        text.append("Usage: runbook ").append(command.name()).append(' ').append(command.usage()).append("\n\n");
        text.append("Options:\n");
        for (Option option : withHelp(command)) {
            String names = (option.letter().isEmpty() ? "    " : "-" + option.letter() + ", ") + "--" + option.name()
                    + (option.takesArgument() ? " " + option.argument() : "");
            text.append(String.format(Locale.ROOT, "  %-30s %s%n", names, option.help()));
        }
        text.append("\nExamples:\n");
        command.examples().forEach(example -> text.append("  ").append(example).append('\n'));
        return text.toString();
    }
}
