package dev.runbook.inventory;

import dev.runbook.language.Codes;
import dev.runbook.language.Diagnostic;
import dev.runbook.language.Diagnostics;
import dev.runbook.language.Source;
import dev.runbook.language.Span;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A program that prints an inventory. It runs with the environment of the engine, in the working directory, with nothing
 * to read, and is ended with all it started where it takes too long or the engine itself ends.
 */
final class InventoryProgram {
    /** The most it may print, in bytes. */
    private static final int LARGEST = 64 * 1024 * 1024;
    private static final int LINES_OF_STDERR = 20;
    /** A program that was just written may still be open in a process that another thread is starting. */
    private static Process start(ProcessBuilder program) throws IOException {
        for (int tries = 1; ; tries++) {
            try {
                return program.start();
            } catch (IOException e) {
                if (tries == 20 || !String.valueOf(e.getMessage()).contains("error=26")
                        && !String.valueOf(e.getMessage()).contains("error: 26")) {
                    throw e;
                }
                try {
                    Thread.sleep(10);
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                    throw e;
                }
            }
        }
    }

    /** In what the JDK says where a program cannot be started. */
    private static final Pattern ERRNO = Pattern.compile("error[=:] ?([0-9]+)");
    private static final Pattern SENSITIVE_NAME =
            Pattern.compile(".*(PASS|SECRET|TOKEN|CREDENTIAL|API_?KEY|PRIVATE|ACCESS_KEY).*", Pattern.CASE_INSENSITIVE);

    private final String shown;
    private final Path file;
    private final Path directory;
    private final Duration limit;
    private final Diagnostics diagnostics;

    /**
     * @param shown how it is called in messages
     * @param directory where it runs
     * @param limit the longest one call may take
     */
    InventoryProgram(String shown, Path file, Path directory, Duration limit, Diagnostics diagnostics) {
        this.shown = shown;
        this.file = file;
        this.directory = directory;
        this.limit = limit;
        this.diagnostics = diagnostics;
    }

    /** What the kind of a file is, by its first bytes and its permissions. */
    enum Kind {
        /** To be run. */
        PROGRAM,
        /** Begins like a script, but may not be run. */
        NOT_EXECUTABLE,
        /** To be read. */
        DATA
    }

    /**
     * A file that begins with {@code #!} is a script, whatever it is called. Other files are programs only if they are
     * no text: on some file systems every file is executable.
     *
     * @param dataName whether its name says that it is data
     */
    static Kind kindOf(Path file, boolean dataName) {
        byte[] start;
        try (InputStream in = Files.newInputStream(file)) {
            start = in.readNBytes(256);
        } catch (IOException reportedWhenRead) {
            return Kind.DATA;
        }
        boolean script = start.length >= 2 && start[0] == '#' && start[1] == '!';
        if (script && !Files.isExecutable(file)) {
            return dataName ? Kind.DATA : Kind.NOT_EXECUTABLE;
        }
        boolean binary = false;
        for (byte one : start) {
            binary |= one == 0;
        }
        return script || (binary && !dataName && Files.isExecutable(file)) ? Kind.PROGRAM : Kind.DATA;
    }

    /**
     * Runs it once.
     *
     * @return what it printed; nothing where it failed, and then the collector says how
     */
    Optional<String> run(String... arguments) {
        List<String> command = new ArrayList<>(List.of(file.toAbsolutePath().toString()));
        command.addAll(List.of(arguments));
        String call = shown + " " + String.join(" ", arguments);
        Process process;
        try {
            process = start(new ProcessBuilder(command)
                    .directory(directory.toAbsolutePath().toFile())
                    .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null"))));
        } catch (IOException e) {
            return cannotStart(e);
        }
        Thread atExit = new Thread(() -> end(process));
        try {
            Runtime.getRuntime().addShutdownHook(atExit);
        } catch (IllegalStateException endingAlready) {
            end(process);
        }
        try {
            return collect(process, call);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return failed("`" + call + "` was interrupted", "", "");
        } finally {
            end(process);
            try {
                Runtime.getRuntime().removeShutdownHook(atExit);
            } catch (IllegalStateException endingAlready) {
                // The hook is running, and does what was to be done.
            }
        }
    }

    private Optional<String> collect(Process process, String call) throws InterruptedException {
        CompletableFuture<byte[]> out = reading(process.getInputStream(), LARGEST);
        CompletableFuture<byte[]> err = reading(process.getErrorStream(), 256 * 1024);
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            end(process);
            return failed(
                    "`" + call + "` did not end within " + seconds(limit),
                    tail(err),
                    "let it keep what it found in a file, or list the hosts in a file of their own");
        }
        if (process.exitValue() != 0) {
            return failed("`" + call + "` ended with status " + process.exitValue(), tail(err), "run it by hand to see more");
        }
        // A child of it may still hold the other end; what is printed so late is not waited for without end.
        byte[] printed = bytes(out);
        if (printed.length > LARGEST) {
            return failed("`" + call + "` prints more than " + LARGEST / 1024 / 1024 + " MiB", "", "print fewer variables");
        }
        return Optional.of(new String(printed, StandardCharsets.UTF_8));
    }

    private byte[] bytes(CompletableFuture<byte[]> read) throws InterruptedException {
        try {
            return read.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException lost) {
            return new byte[0];
        }
    }

    private static CompletableFuture<byte[]> reading(InputStream stream, int most) {
        CompletableFuture<byte[]> read = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try (stream) {
                ByteArrayOutputStream kept = new ByteArrayOutputStream();
                byte[] buffer = new byte[16 * 1024];
                for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
                    if (kept.size() <= most) {
                        kept.write(buffer, 0, n);
                    }
                }
                read.complete(kept.toByteArray());
            } catch (IOException e) {
                read.completeExceptionally(new CompletionException(new UncheckedIOException(e)));
            }
        });
        return read;
    }

    private static void end(Process process) {
        process.descendants().sorted(Comparator.comparingLong(ProcessHandle::pid)).forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private static String seconds(Duration time) {
        return time.toMillis() < 10_000 ? time.toMillis() / 1000.0 + " s" : time.toSeconds() + " s";
    }

    /** The last lines of what it said to standard error, without the secrets of the environment. */
    private static String tail(CompletableFuture<byte[]> err) throws InterruptedException {
        byte[] said;
        try {
            said = err.get(2, TimeUnit.SECONDS);
        } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException lost) {
            return "";
        }
        List<String> lines = new String(said, StandardCharsets.UTF_8).strip().lines().toList();
        int from = Math.max(0, lines.size() - LINES_OF_STDERR);
        return masked(String.join("\n", lines.subList(from, lines.size())), System.getenv());
    }

    static String masked(String text, Map<String, String> environment) {
        String result = text;
        for (Map.Entry<String, String> variable : environment.entrySet()) {
            if (variable.getValue().length() > 3 && SENSITIVE_NAME.matcher(variable.getKey()).matches()) {
                result = result.replace(variable.getValue(), "********");
            }
        }
        return result;
    }

    private Optional<String> cannotStart(IOException e) {
        String message = String.valueOf(e.getMessage());
        Matcher errno = ERRNO.matcher(message);
        String number = errno.find() ? errno.group(1) : "";
        return switch (number) {
            case "2" -> failed(
                    "`" + shown + "` cannot be started: what its first line names is not there",
                    "Its first line is " + firstLine(),
                    "install that program, or name another behind the #!");
            case "8" -> failed(
                    "`" + shown + "` cannot be started: it is no program for this machine",
                    "",
                    "a script starts with a line such as #!/usr/bin/env python3");
            default -> failed(
                    "`" + shown + "` cannot be started: " + message.substring(Math.max(0, message.lastIndexOf("error"))),
                    "",
                    "check its owner and mode, and those of its directory");
        };
    }

    private String firstLine() {
        try (var lines = Files.lines(file)) {
            return lines.findFirst().orElse("empty");
        } catch (IOException | UncheckedIOException unreadable) {
            return "not text";
        }
    }

    private Optional<String> failed(String summary, String detail, String hint) {
        Diagnostic error = Diagnostic.error(
                Codes.INVENTORY_PROGRAM_FAILED.id(), place(), summary, hint.isEmpty() ? new String[0] : new String[] {hint});
        synchronized (diagnostics) { // several hosts are asked at once
            diagnostics.add(detail.isEmpty() ? error : error.withDetail(detail));
        }
        return Optional.empty();
    }

    private @Nullable Span place() {
        return Span.start(new Source(shown, file, ""));
    }
}
