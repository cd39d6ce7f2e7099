package dev.runbook.host;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** The shells that targets have, as far as this machine has them. */
final class Shells {
    private Shells() {}

    /** For parameterized tests; {@code /bin/sh} itself is always there. */
    static Stream<String> present() {
        return Stream.of("/bin/sh", "dash", "bash", "busybox ash").filter(shell -> found(shell.split(" ")[0]));
    }

    static boolean found(String program) {
        return program.startsWith("/")
                || Stream.of(System.getenv("PATH").split(":")).anyMatch(d -> Files.isExecutable(Path.of(d, program)));
    }

    static ShellHost local(String shell) {
        return new ShellHost("here", () -> new LocalTransport(shell), Duration.ofSeconds(10));
    }

    static final Access PLAIN = Access.PLAIN;

    static Access within(Duration limit) {
        return new Access(null, java.util.Map.of(), limit);
    }

    static List<String> lines(String text) {
        return text.lines().toList();
    }
}
