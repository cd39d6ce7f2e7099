package dev.runbook.api.host;

import dev.runbook.api.CommandOutput;
import dev.runbook.api.HostQuery;
import dev.runbook.api.Probe;
import dev.runbook.api.ShellScript;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Runs probes and actions in the shells that this machine has, as the engine would on a host. */
public final class Shells {
    private Shells() {}

    /** A shell, with the tools that go with it. */
    public record Shell(String name, List<String> argv, Map<String, String> environment) {
        public CommandOutput run(ShellScript script) {
            List<String> words = new ArrayList<>(argv);
            words.add("umask 022; " + script.text());
            try {
                ProcessBuilder builder = new ProcessBuilder(words);
                builder.environment().put("LC_ALL", "C");
                builder.environment().putAll(environment);
                Process process = builder.start();
                Thread.ofVirtual().start(() -> {
                    try (OutputStream out = process.getOutputStream()) {
                        if (script.input() != null) {
                            try (InputStream in = script.input().open()) {
                                in.transferTo(out);
                            }
                        }
                    } catch (IOException gone) {
                        // The script did not read its input to the end, which is its own business.
                    }
                });
                var err = new java.util.concurrent.CompletableFuture<byte[]>();
                Thread.ofVirtual().start(() -> {
                    try {
                        err.complete(process.getErrorStream().readAllBytes());
                    } catch (IOException e) {
                        err.completeExceptionally(e);
                    }
                });
                byte[] out = process.getInputStream().readAllBytes();
                return new CommandOutput(process.waitFor(), out, err.join());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        /** Answers a question as the engine does. */
        @SuppressWarnings("unchecked")
        public <Q extends HostQuery<T>, T> T ask(Q query) {
            return askAll(List.of(query)).getFirst();
        }

        @SuppressWarnings("unchecked")
        public <Q extends HostQuery<T>, T> List<T> askAll(List<Q> queries) {
            Probe<Q, T> probe = (Probe<Q, T>) queries.getFirst().probe();
            return probe.parse(queries, run(ShellScript.of(probe.script(queries))));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** dash, bash and busybox, those that are there; busybox with its own tools instead of GNU's. */
    public static Stream<Shell> all() {
        List<Shell> shells = new ArrayList<>();
        for (String name : List.of("dash", "bash")) {
            find(name).ifPresent(path -> shells.add(new Shell(name, List.of(path, "-c"), Map.of())));
        }
        find("busybox").ifPresent(path -> shells.add(
                new Shell("busybox", List.of(path, "sh", "-c"), Map.of("PATH", busyboxTools(path)))));
        if (shells.isEmpty()) {
            shells.add(new Shell("sh", List.of("sh", "-c"), Map.of()));
        }
        return shells.stream();
    }

    private static java.util.Optional<String> find(String name) {
        return Stream.of(System.getenv("PATH").split(":")).map(dir -> dir + "/" + name)
                .filter(path -> Files.isExecutable(Path.of(path))).findFirst();
    }

    /** A directory with a link to busybox for each of its tools. */
    private static String busyboxTools(String busybox) {
        try {
            Path dir = Files.createTempDirectory("busybox-tools");
            Process list = new ProcessBuilder(busybox, "--list").start();
            for (String tool : new String(list.getInputStream().readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                Files.createSymbolicLink(dir.resolve(tool), Path.of(busybox));
            }
            dir.toFile().deleteOnExit();
            try (Stream<Path> tools = Files.list(dir)) {
                tools.forEach(tool -> tool.toFile().deleteOnExit());
            }
            return dir.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
