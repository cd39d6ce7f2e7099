package dev.runbook.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** {@code runbook}: finds the command and runs it. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        Console console = new Console(
                System.in, out, err, Console.isTerminal(), System.getenv(), Path.of("").toAbsolutePath());
        int status = run(List.of(arguments), console);
        out.flush();
        err.flush();
        // Threads of libraries must not keep a finished command alive.
        Runtime.getRuntime().halt(status);
    }

    /** Runs a command line and answers with its exit status. */
    public static int run(List<String> arguments, Console console) {
        return new CommandLine(Commands.all()).run(arguments, console);
    }
}
